import { cx } from './cx'

/** The first letters of the first and last word, at most two. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s@._-]+/u)
    .filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? ([...word][0] ?? '') : ''))
  return letters.join('').toUpperCase()
}

export type AvatarProps = {
  /** Whose it is. Hidden from screen readers: write the name beside it or label what is around it. */
  name: string
  /** 20, 24 (the default) or 32 px. */
  size?: 'sm' | 'md' | 'lg'
}

const SIZE = { sm: 'size-5 text-[9px]', md: 'size-6 text-[10px]', lg: 'size-8 text-sm' } as const

/** A person as initials in a circle. */
export function Avatar({ name, size = 'md' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cx('inline-grid shrink-0 select-none place-items-center rounded-full border border-line-2 bg-active font-medium text-text-2', SIZE[size])}
    >
      {initials(name)}
    </span>
  )
}
