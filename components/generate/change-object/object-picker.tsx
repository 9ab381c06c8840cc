'use client'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { drawOutline } from './draw-outline'
import { type ObjectsInPicture, objectAt, type PictureObject } from './objects-in-picture'

export type ObjectPickerProps = {
  picture: ObjectsInPicture
  chosen: PictureObject | null
  onChoose: (object: PictureObject) => void
}

/** Lies over a picture: shows which object the pointer is on and takes the one that is pressed. The list beside it does the same by keyboard. */
export function ObjectPicker({ picture, chosen, onChoose }: ObjectPickerProps) {
  const [hovered, setHovered] = useState<PictureObject | null>(null)

  function under(event: PointerEvent<HTMLElement>): PictureObject | null {
    const box = event.currentTarget.getBoundingClientRect()
    return objectAt(picture, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }

  const named = hovered ?? chosen
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        data-object-picker
        onPointerMove={(event) => setHovered(event.pointerType === 'touch' ? null : under(event))}
        onPointerLeave={() => setHovered(null)}
        onPointerUp={(event) => {
          const object = under(event)
          if (object && event.button === 0) onChoose(object)
        }}
        className="absolute inset-0 cursor-crosshair"
      >
        <Outline picture={picture} id={chosen?.id ?? null} />
        {hovered && hovered !== chosen ? <Outline picture={picture} id={hovered.id} /> : null}
      </button>
      {named ? (
        <span aria-hidden="true" className="pointer-events-none absolute bottom-2 left-2 max-w-[80%] truncate rounded-sm bg-over px-2 py-1 text-sm text-white">
          {named.name}
        </span>
      ) : null}
    </>
  )
}

function Outline({ picture, id }: { picture: ObjectsInPicture; id: number | null }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current) drawOutline(canvas.current, picture, id)
  }, [picture, id])
  return <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
}
