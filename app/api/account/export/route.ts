import { currentActor } from '@/app/_server/actor'
import { contentDisposition } from '@/app/_server/content-disposition'
import { respondError } from '@/app/_server/respond'
import { textStream } from '@/app/_server/text-stream'
import { exportOwnData } from '@/lib/data/users/own-data'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'

/** What the installation knows about whoever asks, as a JSON file. */
export async function GET(): Promise<Response> {
  try {
    const pieces = await exportOwnData(await currentActor())
    return new Response(textStream(pieces), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': contentDisposition(`maquette-my-data-${new Date().toISOString().slice(0, 10)}.json`),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': DATA_POLICY,
      },
    })
  } catch (error) {
    return respondError(error)
  }
}
