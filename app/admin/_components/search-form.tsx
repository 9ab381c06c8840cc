import { Search } from 'lucide-react'
import type { Route } from 'next'
import Form from 'next/form'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'

/** A search that is an address, so that it can be sent to somebody. */
export function SearchForm({ action, label, q }: { action: Route; label: string; q: string }) {
  return (
    <Form action={action} role="search" className="mb-4 max-w-100">
      <Input type="search" name="q" aria-label={label} placeholder={label} defaultValue={q} maxLength={100} icon={<Icon icon={Search} />} />
    </Form>
  )
}

/** What stands in an address, as far as it is one text. */
export const textOf = (value: string | string[] | undefined): string => (typeof value === 'string' ? value.slice(0, 100) : '')
