'use client'
import { MonitorOff } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useEditor } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'

const WORDS = {
  lost: {
    title: 'The 3D view has stopped',
    text: 'The graphics card took its memory back, as it does when it is busy or the computer slept. Your scene is safe.',
  },
  unavailable: {
    title: 'This browser shows no 3D',
    text: 'Turn on hardware acceleration in its settings, or open this scene in another browser. Your scene is safe, and History works here.',
  },
} as const

/** In the place of the 3D view while there is none: what happened and what to do. */
export function ViewNotice() {
  const view = useEditor((state) => state.view)
  const handle = useViewportHandle()
  if (view === 'running') return null
  const { title, text } = WORDS[view]
  return (
    <div role="alert" data-view={view} className="absolute inset-0 grid place-items-center bg-bg p-6 pb-16">
      <div className="flex max-w-96 flex-col items-center gap-4 text-center">
        <Icon icon={MonitorOff} size="lg" className="text-text-3" />
        <div>
          <h2 className="font-semibold text-xl">{title}</h2>
          <p className="mt-1 text-text-2">{text}</p>
        </div>
        <Button onClick={() => handle.restart()}>Reload the 3D view</Button>
      </div>
    </div>
  )
}
