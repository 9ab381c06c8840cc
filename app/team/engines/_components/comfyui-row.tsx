'use client'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { type ComfyUiTest, comfyUiTestWords } from '@/lib/domain/comfyui-test'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

/** The ComfyUI of the installation, with a button that asks whether it answers. */
export function ComfyUiRow({ test }: { test: () => Promise<Result<ComfyUiTest>> }) {
  const toast = useToast()
  const [testing, start] = useTransition()
  const press = () =>
    start(async () => {
      const result = await test().catch(() => null)
      if (!result) return toast({ message: UNREACHABLE, tone: 'error' })
      const words = result.ok ? comfyUiTestWords(result.value) : result.error.message
      toast({ message: words, tone: result.ok && result.value.kind === 'answers' ? undefined : 'error' })
    })
  return (
    <div className="flex items-start gap-4 rounded-md border border-line bg-panel px-4 py-3 phone:flex-col">
      <div className="min-w-0 flex-1">
        <p className="font-medium">ComfyUI</p>
        <p className="text-md text-text-2">Its address is set by whoever runs this installation.</p>
      </div>
      <Button pending={testing} onClick={press} aria-label="Test: ComfyUI" className="phone:w-full">
        Test
      </Button>
    </div>
  )
}
