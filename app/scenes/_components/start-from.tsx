'use client'
import { Plus } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { Spinner } from '@/components/ui/spinner'
import { SAMPLE_CARDS } from '@/lib/scene/samples/cards'
import { type CreateScene, useCreateScene } from './use-create-scene'

/** Four ways to begin: an empty scene, or one of the samples. */
export function StartFrom({ create }: { create: CreateScene }) {
  const { pending, begin } = useCreateScene(create)
  return (
    <section aria-labelledby="start-from">
      <h2 id="start-from" className="mb-3 font-semibold">
        Start from
      </h2>
      <ul className="grid grid-cols-4 gap-4 phone:grid-cols-2 phone:gap-3">
        {SAMPLE_CARDS.map(({ start, name, description, picture }) => (
          <li key={start}>
            <button
              type="button"
              onClick={() => begin(start)}
              aria-busy={pending === start}
              className="flex size-full flex-col overflow-hidden rounded-md border border-line bg-panel text-left text-md transition-colors hover:border-line-2"
            >
              <span className="relative grid aspect-3/2 w-full place-items-center bg-raised text-text-2">
                {picture ? <img src={picture} alt="" className="absolute inset-0 size-full object-cover" /> : <Icon icon={Plus} />}
                {pending === start ? (
                  <span className="absolute inset-0 grid place-items-center bg-scrim">
                    <Spinner />
                  </span>
                ) : null}
              </span>
              <span className="block px-3 pt-2 pb-2.5 font-medium">
                {name}
                <span className="block font-normal text-sm text-text-3">{description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
