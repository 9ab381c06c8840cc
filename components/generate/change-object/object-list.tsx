'use client'
import { useId } from 'react'
import type { PictureObject } from './objects-in-picture'

export type ObjectListProps = {
  objects: readonly PictureObject[]
  chosen: PictureObject | null
  onChoose: (object: PictureObject) => void
}

/** The objects by name; the arrow keys walk through them and the picture shows each. */
export function ObjectList({ objects, chosen, onChoose }: ObjectListProps) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium text-sm text-text-2">Object</legend>
      <div className="max-h-36 overflow-y-auto rounded-md border border-line-2 p-1">
        {objects.map((object) => (
          <label
            key={object.id}
            className="flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 text-md hover:bg-raised has-[:checked]:bg-active has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent-text phone:min-h-11"
          >
            <input
              type="radio"
              name={name}
              checked={object === chosen}
              onChange={() => onChoose(object)}
              className="size-3 shrink-0 accent-text outline-none"
            />
            <span className="truncate">{object.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
