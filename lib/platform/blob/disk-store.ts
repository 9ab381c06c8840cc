import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { AppError } from '@/lib/domain/errors'
import { assertBlobKey, type BlobStore, blobNotFound, resolveRange } from './contract'

const TEMPORARY_FOLDER = 'tmp'
/** A temporary file this old was left by a process that died while writing. */
const TEMPORARY_AGE_MS_MAX = 60 * 60 * 1000

const codeOf = (error: unknown): string | undefined => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined)

/** What a failed file operation means to the person who waits for it. Other errors are defects and stay what they are. */
function explain(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('unavailable', 'The disk of this installation is full, so the file was not saved. Free some space and try again.', { cause: error })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    // The folder is gone, or something else lies in its place: a volume that is not mounted, for example.
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return new AppError(
        'unavailable',
        'The storage folder of this installation cannot be used. Ask whoever runs it to check that it is there and can be written.',
        {
          cause: error,
        },
      )
    case 'EMFILE':
    case 'ENFILE':
    case 'EIO':
      return new AppError('unavailable', 'Storage is busy or damaged, so the file was not saved. Try again.', { cause: error })
    default:
      return error
  }
}

/** A rename is durable only once the folder that names the file is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, body: Uint8Array | ReadableStream<Uint8Array>): Promise<void> {
  if (body instanceof Uint8Array) await handle.writeFile(body)
  else for await (const chunk of body) await handle.writeFile(chunk)
  await handle.sync()
}

/**
 * Blobs as files below one folder, for an installation on one machine. A blob is written to a temporary file, flushed, and
 * renamed to its name, so a reader sees all of it or nothing, also after a power cut.
 * @param root Folder that is created when missing.
 */
export function createDiskStore(root: string): BlobStore {
  const temporaryFolder = path.join(root, TEMPORARY_FOLDER)
  let tidied: Promise<void> | undefined

  const fileOf = (key: string): string => {
    assertBlobKey(key)
    return path.join(root, ...key.split('/'))
  }

  async function tidyTemporaryFolder(): Promise<void> {
    await mkdir(temporaryFolder, { recursive: true })
    for (const name of await readdir(temporaryFolder)) {
      const file = path.join(temporaryFolder, name)
      const found = await stat(file).catch(() => undefined)
      if (found && Date.now() - found.mtimeMs > TEMPORARY_AGE_MS_MAX) await rm(file, { force: true })
    }
  }

  return {
    async put(key, body) {
      const file = fileOf(key)
      const temporary = path.join(temporaryFolder, randomUUID())
      try {
        tidied ??= tidyTemporaryFolder()
        await tidied
        await mkdir(path.dirname(file), { recursive: true })
        const handle = await open(temporary, 'wx')
        try {
          await writeAll(handle, body)
        } finally {
          await handle.close()
        }
        await rename(temporary, file)
        await syncFolder(path.dirname(file))
      } catch (error) {
        tidied = undefined
        await rm(temporary, { force: true }).catch(() => undefined)
        throw explain(error)
      }
    },

    async read(key, range) {
      let handle: FileHandle
      try {
        handle = await open(fileOf(key), 'r')
      } catch (error) {
        throw codeOf(error) === 'ENOENT' ? blobNotFound() : explain(error)
      }
      try {
        const { size } = await handle.stat()
        const { start, end } = resolveRange(range, size)
        if (size === 0) {
          await handle.close()
          return { stream: new Blob([]).stream(), byteSize: 0, totalByteSize: 0 }
        }
        const stream = Readable.toWeb(handle.createReadStream({ start, end })) as ReadableStream<Uint8Array>
        return { stream, byteSize: end - start + 1, totalByteSize: size }
      } catch (error) {
        await handle.close()
        throw error
      }
    },

    async delete(key) {
      try {
        await rm(fileOf(key), { force: true })
      } catch (error) {
        throw explain(error)
      }
    },

    async exists(key) {
      const found = await stat(fileOf(key)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
        throw explain(error)
      })
      return found?.isFile() ?? false
    },
  }
}
