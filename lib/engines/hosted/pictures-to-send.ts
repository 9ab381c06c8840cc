import type { EngineRequest } from '../contract'
import { type Picture, picturesAndWords } from './picture-words'
import { shrinkPictures } from './shrink-pictures'

/** As {@link picturesAndWords}, with no picture larger than it helps: a request of many megabytes is refused by some. */
export async function picturesToSend(request: EngineRequest): Promise<{ text: string; images: Picture[] }> {
  const { text, images } = picturesAndWords(request)
  return { text, images: await shrinkPictures(images, request) }
}
