'use client'
import { ArrowLeftRight, Plus, X } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Tooltip } from '@/components/ui/tooltip'
import { COMPARED_MAX, COMPARED_MIN, type ComparePicture, type CompareView, comparePath, letterOf } from '@/lib/domain/comparison'
import type { ChangeView } from './use-compare-view'

export type CompareRailProps = {
  pictures: readonly ComparePicture[]
  view: CompareView
  change: ChangeView
  onAdd: () => void
}

/** Swaps where the picture is already one of the two, else puts it at the right. */
export const choose = (view: CompareView, index: number): Partial<CompareView> =>
  index === view.left || index === view.right ? { left: view.right, right: view.left } : { right: index }

/** All pictures of the comparison. With more than two, pressing one puts it on the right side. */
export function CompareRail({ pictures, view, change, onAdd }: CompareRailProps) {
  const many = pictures.length > COMPARED_MIN
  return (
    <ul aria-label="Images" className="grid content-start gap-2 phone:grid-flow-col phone:auto-cols-[84px] phone:justify-start phone:px-4 phone:pt-3">
      {pictures.map((picture, index) => {
        const isShown = index === view.left || index === view.right
        const letter = letterOf(index)
        return (
          <li key={picture.ref} className="group relative">
            <button
              type="button"
              aria-pressed={isShown}
              aria-label={isShown ? `${letter}, ${picture.label}. Swap the two images` : `Compare with ${letter}, ${picture.label}`}
              title={isShown ? 'Swap' : `Compare with ${letter}`}
              onClick={() => change((present) => choose(present, index))}
              className={cx(
                'relative block w-full overflow-hidden rounded-sm border bg-skeleton',
                isShown && many ? 'border-text' : 'border-line-2',
                !isShown && 'opacity-70 hover:opacity-100',
              )}
            >
              <img src={picture.thumbnailSrc} alt="" className="aspect-[4/3] w-full object-cover" />
              <span
                aria-hidden="true"
                className="absolute top-1 left-1 grid h-[18px] min-w-[18px] place-items-center rounded-[5px] bg-over px-1 font-semibold text-white text-xs"
              >
                {letter}
              </span>
              {isShown ? (
                <span aria-hidden="true" className="absolute inset-0 hidden place-items-center bg-over/60 text-white group-hover:grid">
                  <Icon icon={ArrowLeftRight} />
                </span>
              ) : null}
            </button>
            {many ? (
              <Tooltip content={`Leave ${letter} out`} side="right">
                <Link
                  href={comparePath(pictures.filter((other) => other !== picture).map((other) => other.ref)) as Route}
                  replace
                  aria-label={`Leave ${letter} out`}
                  className="absolute top-1 right-1 grid size-6 place-items-center rounded-[5px] bg-over text-white opacity-0 focus-visible:opacity-100 group-hover:opacity-100 phone:opacity-100"
                >
                  <Icon icon={X} size="sm" />
                </Link>
              </Tooltip>
            ) : null}
          </li>
        )
      })}
      {pictures.length < COMPARED_MAX ? (
        <li>
          <button
            type="button"
            onClick={onAdd}
            aria-label="Add an image"
            className="grid aspect-[4/3] w-full place-items-center rounded-sm border border-line-2 border-dashed text-text-2 hover:bg-raised hover:text-text"
          >
            <Icon icon={Plus} />
          </button>
        </li>
      ) : null}
    </ul>
  )
}
