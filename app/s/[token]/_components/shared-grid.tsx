'use client'
import type { CSSProperties } from 'react'
import type { SharedImage } from '@/lib/domain/share-link'
import { Picture } from './picture'
import { nameOf } from './shared-image'

/** How many pictures are loaded at once; the rest load as they come into sight. */
const EAGER_MAX = 4

/** Rows of about equal height in which every picture keeps its ratio, so nothing moves when pictures arrive. */
export function SharedGrid({ token, images, onOpen }: { token: string; images: readonly SharedImage[]; onOpen: (index: number) => void }) {
  return (
    <ul className="flex flex-wrap gap-2 [--row:300px] after:flex-[999_0_0%] after:content-[''] phone:-mx-4 phone:gap-1 phone:[--row:190px]">
      {images.map((image, i) => {
        const ratio = image.width / image.height
        const style: CSSProperties = { flex: `${ratio} 0 calc(${ratio} * var(--row))`, aspectRatio: ratio }
        const name = nameOf(image, i, images.length)
        return (
          <li key={image.outputId} style={style} className="min-w-0 max-w-full">
            <button
              type="button"
              onClick={() => onOpen(i)}
              className="group relative block size-full cursor-zoom-in overflow-hidden rounded-md focus-visible:outline-offset-4 phone:rounded-none"
            >
              <Picture
                token={token}
                image={image}
                alt={name}
                sizes={`(max-width: 720px) ${Math.min(100, Math.round(ratio * 60))}vw, ${Math.round(ratio * 380)}px`}
                eager={i < EAGER_MAX}
                className="absolute inset-0 size-full object-cover"
              />
              {image.title ? (
                <span
                  aria-hidden="true"
                  className="absolute inset-x-0 bottom-0 truncate bg-linear-to-t from-black/80 to-transparent px-3 pt-8 pb-2.5 text-left text-md text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 phone:hidden"
                >
                  {image.title}
                </span>
              ) : null}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
