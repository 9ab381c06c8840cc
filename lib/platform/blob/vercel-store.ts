import { BlobAccessError, BlobClientTokenExpiredError, BlobNotFoundError, BlobStoreNotFoundError, BlobStoreSuspendedError, del, head, put } from '@vercel/blob'
import { AppError } from '@/lib/domain/errors'
import { assertBlobKey, type BlobStore, type ByteRange, blobNotFound, rangeOutside } from './contract'

export type VercelStoreOptions = {
  /** `vercel_blob_rw_<store>_<secret>`. */
  token: string
  /** Where blobs are read from, without a slash at the end. Derived from the token when absent. */
  readBaseUrl?: string
  /** How long to wait before the first retry; it doubles with each. */
  retryDelayMs?: number
}

const READ_ATTEMPTS_MAX = 3
const READ_TIMEOUT_MS = 30_000
const WRITE_TIMEOUT_MS = 120_000
const YEAR_S = 365 * 24 * 60 * 60

const unavailable = (cause: unknown): AppError =>
  new AppError('unavailable', 'Storage does not answer right now. Nothing was lost. Try again in a minute.', { cause, retryAfterMs: 60_000 })
const refused = (cause: unknown): AppError =>
  new AppError('unavailable', 'Storage refused the access. Ask whoever runs this installation to check BLOB_READ_WRITE_TOKEN.', { cause })

const REFUSALS = [BlobAccessError, BlobStoreNotFoundError, BlobStoreSuspendedError, BlobClientTokenExpiredError]

/** Only a missing blob and a refusal need telling apart from an outage. */
function explain(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof BlobNotFoundError) return blobNotFound()
  if (REFUSALS.some((refusal) => error instanceof refusal)) return refused(error)
  return unavailable(error)
}

function storeUrl(token: string): string {
  const storeId = token.split('_')[3]
  if (!storeId) throw new Error('BLOB_READ_WRITE_TOKEN does not look like vercel_blob_rw_<store>_<secret>')
  return `https://${storeId}.private.blob.vercel-storage.com`
}

/** A fetch that gives up when no answer begins in time. The body may take as long as its reader does. */
async function fetchWithin(timeoutMs: number, url: string, init: RequestInit): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(new Error('no answer in time')), timeoutMs)
  try {
    return await fetch(url, { ...init, signal: abort.signal })
  } finally {
    clearTimeout(timer)
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Blobs in a private Vercel Blob store. Writes go through the SDK. Reads are our own authorised requests, because the
 * SDK's `get()` has no ranges and cannot be pointed elsewhere; a read that is cut off goes on where it stopped.
 */
export function createVercelStore(options: VercelStoreOptions): BlobStore {
  const { token, retryDelayMs = 300 } = options
  const readBaseUrl = options.readBaseUrl ?? storeUrl(token)

  /** One authorised request, repeated while the store is down, at most {@link READ_ATTEMPTS_MAX} times. */
  async function request(key: string, range: ByteRange | undefined): Promise<Response> {
    // Identity encoding keeps Content-Length the size of the blob.
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' }
    if (range) headers.range = `bytes=${range.start}-${range.end ?? ''}`
    let failure: unknown
    for (let attempt = 0; attempt < READ_ATTEMPTS_MAX; attempt++) {
      if (attempt > 0) await wait(retryDelayMs * 2 ** (attempt - 1))
      try {
        const response = await fetchWithin(READ_TIMEOUT_MS, `${readBaseUrl}/${key}`, { headers, redirect: 'error', cache: 'no-store' })
        if (response.status === 404) throw blobNotFound()
        if (response.status === 416) throw rangeOutside()
        if (response.status === 401 || response.status === 403) throw refused(new Error(`status ${response.status}`))
        if (response.ok && response.body) return response
        await response.body?.cancel()
        failure = new Error(`status ${response.status}`)
      } catch (error) {
        if (error instanceof AppError) throw error
        failure = error
      }
    }
    throw unavailable(failure)
  }

  /** The bytes from `start` to `end`, asked for again from where the last answer broke off. */
  function resumingStream(key: string, first: Response, start: number, end: number): ReadableStream<Uint8Array> {
    let position = start
    let resumes = 0
    let reader = first.body?.getReader()

    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        while (position <= end) {
          try {
            reader ??= (await request(key, { start: position, end })).body?.getReader()
            const part = await reader?.read()
            if (part?.value) {
              const rest = end + 1 - position
              const chunk = part.value.byteLength > rest ? part.value.subarray(0, rest) : part.value
              position += chunk.byteLength
              controller.enqueue(chunk)
              return
            }
            throw new Error('The answer ended early')
          } catch (error) {
            reader = undefined
            resumes += 1
            if (error instanceof AppError || resumes >= READ_ATTEMPTS_MAX) {
              controller.error(explain(error))
              return
            }
          }
        }
        controller.close()
      },
      async cancel(reason) {
        await reader?.cancel(reason)
      },
    })
  }

  return {
    async put(key, body, { mime }) {
      assertBlobKey(key)
      const common = {
        access: 'private' as const,
        token,
        contentType: mime,
        addRandomSuffix: false,
        allowOverwrite: true,
        cacheControlMaxAge: YEAR_S,
        abortSignal: AbortSignal.timeout(WRITE_TIMEOUT_MS),
      }
      try {
        // A stream can be sent once. In parts, each part is held in memory and can be sent again.
        if (body instanceof Uint8Array) await put(key, Buffer.from(body.buffer, body.byteOffset, body.byteLength), common)
        else await put(key, body, { ...common, multipart: true })
      } catch (error) {
        throw explain(error)
      }
    },

    async read(key, range) {
      assertBlobKey(key)
      const response = await request(key, range)
      const part = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '')
      if (range && part) {
        const [start, end, total] = part.slice(1).map(Number) as [number, number, number]
        return { stream: resumingStream(key, response, start, end), byteSize: end - start + 1, totalByteSize: total }
      }
      const length = response.headers.get('content-length')
      if (range || length === null) {
        await response.body?.cancel()
        throw unavailable(new Error(range ? 'the store does not answer ranges' : 'the store does not say how long the blob is'))
      }
      const size = Number(length)
      return { stream: resumingStream(key, response, 0, size - 1), byteSize: size, totalByteSize: size }
    },

    async delete(key) {
      assertBlobKey(key)
      try {
        await del(key, { token, abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) })
      } catch (error) {
        if (!(error instanceof BlobNotFoundError)) throw explain(error)
      }
    },

    async exists(key) {
      assertBlobKey(key)
      try {
        await head(key, { token, abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) })
        return true
      } catch (error) {
        if (error instanceof BlobNotFoundError) return false
        throw explain(error)
      }
    },
  }
}
