'use client'
import type { SharedImage } from '@/lib/domain/share-link'
import { Picture } from './picture'
import { nameOf } from './shared-image'

/** One image as large as the screen allows, to both edges on phones. Pressing it shows it alone. */
export function SharedHero({ token, image, onOpen }: { token: string; image: SharedImage; onOpen: () => void }) {
  const ratio = image.width / image.height
  return (
    <div className="grid justify-items-center phone:-mx-4">
      <button
        type="button"
        onClick={onOpen}
        aria-label="Show alone"
        className="block w-full cursor-zoom-in overflow-hidden rounded-md phone:rounded-none"
        style={{ maxWidth: `calc((100dvh - 88px) * ${ratio})` }}
      >
        <Picture
          token={token}
          image={image}
          alt={nameOf(image, 0, 1)}
          sizes="(max-width: 720px) 100vw, (max-width: 1100px) 92vw, 976px"
          eager
          className="h-auto w-full"
        />
      </button>
    </div>
  )
}
