import type { Actor } from '@/lib/data/actor'
import type { AssetDto } from '@/lib/data/assets/dto'
import { assetInfo, readAsset, readAssetBytes } from '@/lib/data/assets/queries'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { AppError } from '@/lib/domain/errors'
import type { ByteRange } from '@/lib/platform/blob'
import { scaledImage } from '@/lib/platform/scaled-image'
import { respondError } from './respond'

const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'model/gltf-binary': 'glb',
  'application/octet-stream': 'bin',
}
/** What a browser may show by itself. Everything else is offered as a download. */
const INLINE = ['image/png', 'image/jpeg', 'image/webp']

/** Also what a forged file could do if one got through: nothing runs, nothing is loaded, no origin is shared. */
const fileHeaders = (asset: AssetDto): Record<string, string> => ({
  'cache-control': 'private, max-age=31536000, immutable',
  'content-security-policy': DATA_POLICY,
  'content-type': asset.mime,
  'cross-origin-resource-policy': 'same-origin',
  'content-disposition': `${INLINE.includes(asset.mime) ? 'inline' : 'attachment'}; filename="${asset.id}.${EXTENSIONS[asset.mime] ?? 'bin'}"`,
  'accept-ranges': 'bytes',
  etag: etagOf(asset),
  vary: 'cookie',
  'x-content-type-options': 'nosniff',
})

const etagOf = (asset: AssetDto): string => `"${asset.sha256}"`

/** If-None-Match compares weakly: RFC 9110, section 13.1.2. */
function namesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}

/**
 * The one range that a Range header asks for (RFC 9110, section 14.1.2), `undefined` where the whole file is to be sent:
 * no header, another unit, several ranges or an If-Range that names another file. `outside` answers 416.
 */
function requestedRange(headers: Headers, asset: AssetDto): ByteRange | 'outside' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range')?.trim() ?? '')
  const ifRange = headers.get('if-range')
  if (!match || (ifRange !== null && ifRange !== etagOf(asset))) return undefined
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), asset.byteSize)
    return length === 0 ? 'outside' : { start: asset.byteSize - length, end: asset.byteSize - 1 }
  }
  const start = Number(first)
  if (start >= asset.byteSize) return 'outside'
  if (last === '') return { start }
  return Number(last) < start ? undefined : { start, end: Number(last) }
}

/** The longer side of a picture for a screen, in pixels; smaller ones keep their size. */
const SCREEN_SIDE = 2560

/** A picture for looking at, as WebP; not the file itself, hence without ranges. */
async function serveForScreen(actor: Actor, asset: AssetDto, request: Request): Promise<Response> {
  const etag = `"${asset.sha256}-screen"`
  const headers: Record<string, string> = { ...fileHeaders({ ...asset, mime: 'image/webp' }), etag, 'accept-ranges': 'none' }
  if (namesEtag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const bytes = await scaledImage(asset.sha256, SCREEN_SIDE, async () => (await readAssetBytes(actor, asset.id)).bytes)
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-length': String(bytes.byteLength) } })
}

/** Sends a file of a team to a member of it, a picture also as a screen needs it (`?for=screen`). What belongs to another team is not found. */
export async function serveAsset(actor: Actor, assetId: string, request: Request): Promise<Response> {
  try {
    const asset = await assetInfo(actor, assetId)
    if (INLINE.includes(asset.mime) && new URL(request.url).searchParams.get('for') === 'screen') return await serveForScreen(actor, asset, request)
    const headers = fileHeaders(asset)
    if (namesEtag(request.headers.get('if-none-match'), etagOf(asset))) return new Response(null, { status: 304, headers })

    const range = requestedRange(request.headers, asset)
    if (range === 'outside') return outsideOf(asset)
    if (request.method === 'HEAD') return new Response(null, { headers: { ...headers, 'content-length': String(asset.byteSize) } })

    const { body } = await readAsset(actor, assetId, range)
    headers['content-length'] = String(body.byteSize)
    if (!range) return new Response(body.stream, { headers })
    headers['content-range'] = `bytes ${range.start}-${range.start + body.byteSize - 1}/${body.totalByteSize}`
    return new Response(body.stream, { status: 206, headers })
  } catch (error) {
    return respondError(error)
  }
}

function outsideOf(asset: AssetDto): Response {
  const response = respondError(new AppError('invalid', 'This part of the file does not exist.'))
  const headers = new Headers(response.headers)
  headers.set('content-range', `bytes */${asset.byteSize}`)
  return new Response(response.body, { status: 416, headers })
}
