import { ExternalLink } from 'lucide-react'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { communityLink } from '../_server/community-link'

/** The way to the outside community, where one is configured. */
export function CommunityLink() {
  const link = communityLink()
  if (!link) return null
  return (
    <a href={link.url} target="_blank" rel="noreferrer" className={buttonClass({ variant: 'quiet' })}>
      {link.label}
      <Icon icon={ExternalLink} size="sm" />
    </a>
  )
}
