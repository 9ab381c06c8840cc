import { AppError } from '@/lib/domain/errors'
import { env } from './env'

const hostOf = (url: string): string | undefined => {
  try {
    return new URL(url).host
  } catch {
    return undefined
  }
}

/**
 * Refuses a request that another site's page may have sent. The Origin header has to be there and to name this site:
 * the host that the request was sent to, or the public address of the installation where a proxy rewrites the host.
 * @throws AppError `foreign`.
 */
export function assertSameOrigin(request: { headers: { get(name: string): string | null } }): void {
  const origin = request.headers.get('origin')
  const originHost = origin ? hostOf(origin) : undefined
  const publicUrl = env().AUTH_URL
  const ownHosts = [request.headers.get('host'), publicUrl ? hostOf(publicUrl) : undefined]
  if (originHost && ownHosts.includes(originHost)) return
  throw new AppError('foreign', 'This request did not come from this site. Reload the page and try again.')
}
