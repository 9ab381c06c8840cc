import { passUrl } from '@/components/generate/api'
import { byteWords } from '@/components/generate/estimate'
import type { GenerationView } from '@/lib/domain/generation-view'
import { PASS_EXTENSIONS, PASS_LABELS } from '@/lib/domain/passes'

/** What the scene knew exactly, to take away into other programs. */
export function PassLinks({ run }: { run: Pick<GenerationView, 'id' | 'passes'> }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {run.passes.map(({ kind, byteSize }) => (
        <li key={kind}>
          <a
            href={passUrl(run.id, kind)}
            download
            title={`${PASS_EXTENSIONS[kind].toUpperCase()}, ${byteWords(byteSize)}`}
            className="underline decoration-line-2 underline-offset-2 hover:decoration-text"
          >
            {PASS_LABELS[kind]}
          </a>
        </li>
      ))}
    </ul>
  )
}
