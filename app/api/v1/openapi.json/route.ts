import { openApiDocument } from '@/app/_server/api/openapi'
import { siteOrigin } from '@/app/_server/links'

/** What this API can do, for people and for programs that make clients of it. Needs no token: it says nothing of anybody. */
export async function GET(): Promise<Response> {
  return Response.json(openApiDocument(await siteOrigin()), { headers: { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' } })
}
