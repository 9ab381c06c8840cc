import type { ReactNode } from 'react'

/** One setting: what it is about at the left, the controls at the right. */
export function SettingsSection({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[260px_minmax(0,400px)] gap-x-12 gap-y-4 border-line border-t py-8 first:border-t-0 first:pt-2 max-[960px]:grid-cols-1">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        <p className="text-md text-text-2">{note}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
