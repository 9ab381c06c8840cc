import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { respondText } from '@/app/_server/respond-text'
import { exportOwnData } from '@/lib/data/users/own-data'

/** What the installation knows about whoever asks, as a JSON file. */
export async function GET(): Promise<Response> {
  try {
    const pieces = await exportOwnData(await currentActor())
    return respondText(pieces, { mime: 'application/json', name: `maquette-my-data-${new Date().toISOString().slice(0, 10)}.json` })
  } catch (error) {
    return respondError(error)
  }
}
