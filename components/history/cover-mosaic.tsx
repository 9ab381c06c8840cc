import { fileUrl } from '@/components/generate/api'
import { cx } from '@/components/ui/cx'
import type { CollectionView } from '@/lib/domain/curation'
import { averageColor } from './grid/placeholder'

/** Up to four pictures of a collection in one frame of 4:3: the newest large, the others beside it. */
export function CoverMosaic({ covers }: { covers: CollectionView['covers'] }) {
  const [first, ...others] = covers
  return (
    <span className="flex aspect-4/3 gap-1 overflow-hidden rounded-md bg-skeleton">
      {first ? <Cover cover={first} className="min-w-0 flex-2" /> : null}
      {others.length > 0 ? (
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          {others.map((cover) => (
            <Cover key={cover.outputId} cover={cover} className="min-h-0 flex-1" />
          ))}
        </span>
      ) : null}
    </span>
  )
}

const Cover = ({ cover, className }: { cover: CollectionView['covers'][number]; className: string }) => (
  <span className={cx('relative', className)} style={{ backgroundColor: averageColor(cover.thumbhash) }}>
    <img src={fileUrl(cover.thumbnailAssetId)} alt="" loading="lazy" decoding="async" className="absolute inset-0 size-full object-cover" />
  </span>
)
