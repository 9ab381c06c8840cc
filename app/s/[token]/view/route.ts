import { clientOf } from '@/app/_server/client'
import { respondError, respondOk } from '@/app/_server/respond'
import { countView } from '@/lib/data/share-links/visit'
import { isBot } from '@/lib/domain/is-bot'
import { cookiesOfLink, requireVisit, SEEN_COOKIE } from '../_server/visit'

const SEEN_MINUTES = 30

/** Sent by the page once a person sees it. One browser counts once within half an hour; programs do not count. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const { token } = await params
    const actor = await requireVisit(token)
    const jar = await cookiesOfLink(token)
    const counts = jar.get(SEEN_COOKIE) === undefined && !isBot(clientOf(request.headers).userAgent)
    jar.set(SEEN_COOKIE, '1', SEEN_MINUTES * 60)
    if (counts) await countView(actor)
    return respondOk(null)
  } catch (error) {
    return respondError(error)
  }
}
