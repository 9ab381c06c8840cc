import { type ReactNode, useId } from 'react'
import { cx } from '@/components/ui/cx'

/** One block of the Image panel under its small heading. */
export function PanelSection({ title, aux, children, className }: { title: string; aux?: ReactNode; children: ReactNode; className?: string }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cx('border-line border-b px-4 py-3.5 last-of-type:border-b-0', className)}>
      <div className="mb-2 flex items-baseline justify-between gap-2 text-sm">
        <h3 id={id} className="font-medium text-text-2">
          {title}
        </h3>
        {aux ? <span className="text-text-3">{aux}</span> : null}
      </div>
      {children}
    </section>
  )
}
