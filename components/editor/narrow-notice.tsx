import type { Route } from 'next'
import { LinkButton } from '@/components/ui/link-button'
import { Mark } from '@/components/ui/mark'

/** What a narrow window shows in place of the editor, which needs room for three columns. */
export function NarrowNotice() {
  return (
    <main className="grid min-h-dvh place-items-center p-6 lg:hidden">
      <div className="flex max-w-80 flex-col items-center gap-4 text-center">
        <Mark />
        <div className="flex flex-col gap-1">
          <h1 className="font-semibold text-xl">The editor needs a wider window</h1>
          <p className="text-text-2">Open this scene in a window of at least 1024 pixels. Your images are here at any width.</p>
        </div>
        <div className="flex gap-2">
          <LinkButton href={'/scenes' as Route}>Scenes</LinkButton>
          <LinkButton href={'/history' as Route} variant="primary">
            History
          </LinkButton>
        </div>
      </div>
    </main>
  )
}
