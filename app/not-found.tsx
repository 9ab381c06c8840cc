import type { Metadata, Route } from 'next'
import { LinkButton } from '@/components/ui/link-button'
import { Entrance } from './_components/entrance'
import { currentActor } from './_server/actor'

export const metadata: Metadata = { title: 'Not found' }

const HOME = {
  user: [
    { href: '/scenes' as Route, label: 'Go to your scenes' },
    { href: '/history' as Route, label: 'Open history' },
  ],
  anonymous: [
    { href: '/' as Route, label: 'Go to the first page' },
    { href: '/sign-in' as Route, label: 'Sign in' },
  ],
} as const

export default async function NotFoundPage() {
  const [first, second] = HOME[(await currentActor()).kind]
  return (
    <Entrance
      title="There is nothing at this address."
      lead="It may have been deleted, or it belongs to a team that you are not in. Check the address for a typing slip."
    >
      <div className="flex flex-wrap gap-2">
        <LinkButton href={first.href} variant="primary">
          {first.label}
        </LinkButton>
        <LinkButton href={second.href}>{second.label}</LinkButton>
      </div>
    </Entrance>
  )
}
