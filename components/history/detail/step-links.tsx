'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import type { Neighbours } from '@/lib/domain/lineage'

/** Where the arrow keys already mean something. */
const OWN_ARROWS =
  'input, textarea, select, [contenteditable], [role="radiogroup"], [role="tablist"], [role="menu"], [role="listbox"], [role="dialog"], [role="slider"], [data-arrows]'

const address = (generationId: string, index: number): Route => `/history/${generationId}${index > 0 ? `?image=${index + 1}` : ''}` as Route

export type StepLinksProps = {
  generationId: string /** Position of the shown image among those of its generation. */
  position: number
  indexes: readonly number[]
  neighbours: Neighbours
}

/** The image before and the image after this one in the order of History; the arrow keys go there too. */
export function StepLinks({ generationId, position, indexes, neighbours }: StepLinksProps) {
  const router = useRouter()
  const before = indexes[position - 1]
  const after = indexes[position + 1]
  const { newer, older } = neighbours
  // The generation before is entered at its last image, as one would leaf back.
  const previous = before !== undefined ? address(generationId, before) : newer ? address(newer.generationId, Math.max(0, newer.images - 1)) : null
  const next = after !== undefined ? address(generationId, after) : older ? address(older.generationId, 0) : null

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (event.target instanceof Element && event.target.closest(OWN_ARROWS)) return
      const target = event.key === 'ArrowLeft' ? previous : event.key === 'ArrowRight' ? next : null
      if (!target) return
      event.preventDefault()
      router.push(target)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [previous, next, router])

  return (
    <nav aria-label="Other images" className="ml-auto flex shrink-0 gap-1">
      <Step href={previous} label="Previous image" icon={ChevronLeft} />
      <Step href={next} label="Next image" icon={ChevronRight} />
    </nav>
  )
}

function Step({ href, label, icon }: { href: Route | null; label: string; icon: typeof ChevronLeft }) {
  if (!href) {
    return (
      <span className="grid size-8 place-items-center text-text-3 opacity-45 phone:size-11">
        <Icon icon={icon} />
      </span>
    )
  }
  return <LinkButton href={href} aria-label={label} title={label} square variant="quiet" icon={<Icon icon={icon} />} />
}
