import { cx } from '@/components/ui/cx'

export type TeamMarkProps = {
  name: string
  pictureAssetId: string | null
  /** 20 (the default), 32 or 64 px. */
  size?: 'sm' | 'lg' | 'xl'
}

const SIZE = { sm: 'size-5 rounded-[5px] text-xs', lg: 'size-8 rounded-sm text-md', xl: 'size-16 rounded-md text-2xl' } as const

/** A team's picture, or the first letter of its name. Hidden from screen readers: the name stands beside it. */
export function TeamMark({ name, pictureAssetId, size = 'sm' }: TeamMarkProps) {
  if (pictureAssetId) return <img src={`/api/files/${pictureAssetId}`} alt="" className={cx('shrink-0 bg-skeleton object-cover', SIZE[size])} />
  return (
    <span aria-hidden="true" className={cx('grid shrink-0 select-none place-items-center bg-invert font-semibold text-on-invert', SIZE[size])}>
      {([...name][0] ?? '').toUpperCase()}
    </span>
  )
}
