import { comparedWords, fidelityWords, moveWords, type ObjectFidelity, objectWords } from '@/lib/domain/fidelity'
import type { OutputDetail } from '@/lib/domain/generation-view'

/** So many objects stand there at once; those that follow are more faithful. */
const SHOWN_MAX = 6

/** How each object of the scene came out, the least faithful first. */
export function FidelityList({ output }: { output: Pick<OutputDetail, 'fidelity' | 'fidelityDetails'> }) {
  const { fidelity, fidelityDetails } = output
  if (fidelity === null || !fidelityDetails) return null
  const { objects, move } = fidelityDetails
  const rest = objects.slice(SHOWN_MAX)
  return (
    <section aria-label="Fidelity" className="mt-5">
      <h2 className="font-semibold text-md">
        Fidelity <span className="tabular-nums">{fidelityWords(fidelity)}</span>
      </h2>
      <p className="mt-1 text-sm text-text-3">
        {comparedWords(fidelityDetails)} {move ? `The whole image has moved: ${moveWords(move)}.` : 'Colour and light may differ.'}
      </p>
      <Objects objects={objects.slice(0, SHOWN_MAX)} />
      {rest.length > 0 ? (
        <details className="mt-1.5">
          <summary className="cursor-pointer rounded-sm py-1 text-sm text-text-2 hover:text-text phone:py-3">
            {rest.length === 1 ? 'One more object' : `${rest.length} more objects`}
          </summary>
          <Objects objects={rest} />
        </details>
      ) : null}
    </section>
  )
}

function Objects({ objects }: { objects: readonly ObjectFidelity[] }) {
  if (objects.length === 0) return null
  return (
    <ul className="mt-2 grid gap-1.5">
      {objects.map((object) => {
        const words = objectWords(object)
        return (
          <li key={object.node} className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1 break-words">
              {object.name || 'Without a name'}
              {words ? <span className="text-text-3"> {words}</span> : null}
            </span>
            {typeof object.depth === 'number' ? <span className="text-text-3 tabular-nums">Depth {fidelityWords(object.depth)}</span> : null}
            <span className="font-mono tabular-nums">{fidelityWords(object.score)}</span>
          </li>
        )
      })}
    </ul>
  )
}
