import type { Route } from 'next'

/**
 * Where to go after signing in, if that is a path of this site. Anything that a browser could read as another site's
 * address (`//host`, `/\\host`, a scheme, a control character) is not.
 */
export function safeNextPath(next: string | null | undefined): Route | undefined {
  if (!next?.startsWith('/') || next.length > 500 || next.startsWith('//') || /[\\\p{Cc}]/u.test(next)) return undefined
  const base = 'http://maquette.invalid'
  if (!URL.canParse(next, base)) return undefined
  const url = new URL(next, base)
  return url.origin === base ? (`${url.pathname}${url.search}` as Route) : undefined
}

/** The sign-in page, with the way back where there is one. */
export function signInPath(next: string | null | undefined): Route {
  const path = safeNextPath(next)
  return path && path !== '/' ? (`/sign-in?next=${encodeURIComponent(path)}` as Route) : '/sign-in'
}
