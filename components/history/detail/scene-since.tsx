import type { Route } from 'next'
import { LinkButton } from '@/components/ui/link-button'
import type { SceneSince } from '@/lib/domain/lineage'

export type SceneSinceProps = {
  since: SceneSince
  approved: boolean
  /** Opens the editor, which makes the same recipe from the scene as it is now. Null for those who may not make images. */
  rerunHref: Route | null
}

/** That the scene is no longer the one in the picture, and what became of it. */
export function SceneSinceNote({ since, approved, rerunHref }: SceneSinceProps) {
  if (since.state !== 'changed') return null
  return (
    <div className="border-line border-t px-3 py-2.5 text-md">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <p className="inline-flex items-center gap-2 font-medium">
            <span className={`size-1.5 rounded-full ${approved ? 'bg-warn' : 'bg-text-3'}`} />
            Scene changed since
          </p>
          <ul aria-label="What changed in the scene" className="mt-1 text-text-2">
            {since.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        {rerunHref ? (
          <LinkButton size="sm" href={rerunHref} prefetch={false}>
            Make it from the scene as it is now
          </LinkButton>
        ) : null}
      </div>
    </div>
  )
}
