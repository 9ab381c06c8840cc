import 'server-only'
import { env } from '@/lib/platform/env'

/** Where people of this installation talk with each other, such as a Discord server; null where nothing is configured. */
export function communityLink(): { url: string; label: string } | null {
  const { COMMUNITY_URL: url, COMMUNITY_LABEL: label } = env()
  return url ? { url, label } : null
}
