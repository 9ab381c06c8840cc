'use client'
import { Plus } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

export type UsePromptButtonProps = {
  prompt: string
  /** The scenes that the person changed last. */
  scenes: readonly { id: string; name: string }[]
  createScene: (start: string) => Promise<Result<{ id: string }>>
}

const editorPath = (sceneId: string, prompt: string): Route => `/scenes/${sceneId}?prompt=${encodeURIComponent(prompt)}` as Route

/** Opens one of the person's scenes, or a new one, with this prompt filled in. */
export function UsePromptButton({ prompt, scenes, createScene }: UsePromptButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)

  async function create(): Promise<void> {
    setPending(true)
    const result = await createScene('small-objects').catch(() => null)
    if (result?.ok) return router.push(editorPath(result.value.id, prompt))
    setPending(false)
    toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
  }

  return (
    <>
      <Button variant="primary" size="lg" onClick={() => setOpen(true)}>
        Use this prompt
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="In which scene?" description="The scene opens with the prompt filled in. Nothing is generated yet.">
        <ul className="mt-3 flex flex-col gap-1">
          {scenes.map((scene) => (
            <li key={scene.id}>
              <Link href={editorPath(scene.id, prompt)} className={`${buttonClass({ variant: 'quiet' })} w-full justify-start text-text`}>
                <span className="truncate">{scene.name}</span>
              </Link>
            </li>
          ))}
          <li>
            <Button className="w-full justify-start" icon={<Icon icon={Plus} />} pending={pending} onClick={() => void create()}>
              A new scene of small objects
            </Button>
          </li>
        </ul>
      </Dialog>
    </>
  )
}
