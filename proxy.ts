import { type NextRequest, NextResponse } from 'next/server'
import { isSecure } from '@/app/_server/secure-cookie'
import { contentSecurityPolicy, DATA_POLICY } from '@/lib/domain/content-security-policy'
import { AppError } from '@/lib/domain/errors'
import { SIGNED_OUT } from '@/lib/domain/signed-out'
import { env, oauthApps } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'
import { assertSameOrigin } from '@/lib/platform/origin'

/**
 * Runs before pages, server actions and most routes. Files of the build need none of it. Uploads stay out because a body
 * that passes through here is cut at 10 MB; their routes check the Origin header themselves, but for those of programs.
 */
export const config = {
  matcher: [
    '/((?!_next/static|_next/image|api/uploads/(?:references|snapshots|models)$|api/v1/assets$|api/inngest|landing/|community/|guide/|favicon.ico|icon.svg).*)',
  ],
}

/** Everything below /api, and what lies below the page of a share link. */
const ROUTES = /^\/(?:api\/|s\/[^/]+\/.)/
/** Pages whose address is a key: whoever learns it may open what it opens. */
const KEYS = /^\/(?:s|invite|reset-password|verify-email|sign-in\/link)\/./
/** For programs: a token names who asks, and no cookie counts, so there is nothing that another site's page could misuse. */
const PROGRAMS = /^\/api\/v1\//
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** A year of HTTPS alone, for this host and those below it. Said only where the request came over HTTPS. */
const HSTS = 'max-age=31536000; includeSubDomains'
/** The path and query that were asked for, so that signing in can lead back there. Set here alone, never by a client. */
const PATH_HEADER = 'x-maquette-path'

export function proxy(request: NextRequest): NextResponse {
  const refused = refuseUnreadable(request) ?? (READING.has(request.method) || PROGRAMS.test(request.nextUrl.pathname) ? undefined : refuseForeign(request))
  if (refused) return withHeaders(request, refused)
  const headers = new Headers(request.headers)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  const isShared = request.nextUrl.pathname.startsWith('/s/')
  // Routes answer with data and files, and say themselves what those may do.
  if (ROUTES.test(request.nextUrl.pathname)) {
    const response = NextResponse.next({ request: { headers } })
    response.headers.set('content-security-policy', DATA_POLICY)
    return withHeaders(request, response, isShared)
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy({ nonce, isDevelopment: env().NODE_ENV === 'development', formTargets: providerOrigins() })
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  // Pictures of a team may be kept by a browser; one that several people use forgets them here. Unsaved work stays.
  if (request.nextUrl.searchParams.has(SIGNED_OUT)) response.headers.set('clear-site-data', '"cache"')
  return withHeaders(request, response, isShared)
}

function providerOrigins(): string[] {
  const { github, google } = oauthApps()
  return [...(github ? ['https://github.com'] : []), ...(google ? ['https://accounts.google.com'] : [])]
}

/** No address of ours holds a NUL, which no database takes, or bytes that are no text, which no route can be found for. */
function refuseUnreadable(request: NextRequest): NextResponse | undefined {
  const { pathname, search } = request.nextUrl
  if (!/%00/.test(pathname + search) && isDecodable(pathname)) return undefined
  return refusal(new AppError('invalid', 'This address could not be read. Check it, or start from the first page.'))
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

/** A request that changes something has to come from a page of this site; without an Origin header nobody knows. */
function refuseForeign(request: NextRequest): NextResponse | undefined {
  try {
    assertSameOrigin(request)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.info('A request was refused', { refusal: error.code, method: request.method })
    return refusal(error)
  }
}

const refusal = (error: AppError): NextResponse => NextResponse.json({ ok: false, error: error.toInfo() }, { status: error.httpStatus })

/** No other site learns an address that is a key. That of a share link is listed by no search engine either, and no cache keeps what it shows. */
function withHeaders(request: NextRequest, response: NextResponse, isShared = false): NextResponse {
  response.headers.set('x-content-type-options', 'nosniff')
  if (isSecure(request.headers)) response.headers.set('strict-transport-security', HSTS)
  response.headers.set('referrer-policy', KEYS.test(request.nextUrl.pathname) ? 'no-referrer' : 'strict-origin-when-cross-origin')
  if (isShared) {
    response.headers.set('x-robots-tag', 'noindex, nofollow, noarchive')
    response.headers.set('cache-control', 'private, no-store')
  }
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  return response
}
