import { fidelityWords, moveWords, objectWords } from '@/lib/domain/fidelity'
import type { OutputDetail } from '@/lib/domain/generation-view'

/** How each object of the scene came out, the least faithful first. */
export function FidelityList({ output }: { output: Pick<OutputDetail, 'fidelity' | 'fidelityDetails'> }) {
  const { fidelity, fidelityDetails } = output
  if (fidelity === null || !fidelityDetails) return null
  const { objects, move } = fidelityDetails
  return (
    <section aria-label="Fidelity" className="mt-5">
      <h2 className="font-semibold text-md">
        Fidelity <span className="tabular-nums">{fidelityWords(fidelity)}</span>
      </h2>
      <p className="mt-1 text-sm text-text-3">
        {move ? `The whole image has moved: ${moveWords(move)}.` : 'Shapes and places, compared with your scene. Colour and light may differ.'}
      </p>
      {objects.length > 0 ? (
        <ul className="mt-2 grid max-h-80 gap-y-1.5 overflow-y-auto">
          {objects.map((object) => {
            const words = objectWords(object)
            return (
              <li key={object.node} className="flex items-baseline gap-3">
                <span className="min-w-0 flex-1 break-words">
                  {object.name || 'Without a name'}
                  {words ? <span className="text-text-3"> {words}</span> : null}
                </span>
                <span className="font-mono tabular-nums">{fidelityWords(object.score)}</span>
              </li>
            )
          })}
        </ul>
      ) : null}
    </section>
  )
}
