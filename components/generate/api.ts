import type { BudgetLeft } from '@/lib/domain/budget'
import type { Discussion } from '@/lib/domain/comment'
import { type ErrorInfo, type Result, UNREACHABLE } from '@/lib/domain/errors'
import type { ExplorationView, GenerationDetail, GenerationPage, Timing } from '@/lib/domain/generation-view'
import type { ImproveRequest } from '@/lib/domain/improve-prompt'
import type { PassKind } from '@/lib/domain/passes'
import type { TeamPrompt } from '@/lib/domain/prompt-template'

/** The addresses of pictures, for `src` and `href`. */
export const fileUrl = (assetId: string): string => `/api/files/${assetId}`
/** The picture as a screen needs it: as sharp, and a fraction of the file. */
export const screenUrl = (assetId: string): string => `${fileUrl(assetId)}?for=screen`
export const previewUrl = (generationId: string, preview: number): string => `/api/generations/${generationId}/preview?n=${preview}`
export const passUrl = (generationId: string, kind: PassKind): string => `/api/generations/${generationId}/passes/${kind}`
export const downloadUrl = (outputId: string, format: DownloadFormat, withMetadata: boolean): string =>
  `/api/outputs/${outputId}/download?format=${format}&metadata=${withMetadata ? 1 : 0}`

export const DOWNLOAD_FORMATS = ['png', 'jpeg', 'webp'] as const
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number]

const unreachable: ErrorInfo = { code: 'unavailable', message: UNREACHABLE }

async function call<T>(path: string, init?: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(path, init)
    const body: unknown = await response.json()
    return isResult<T>(body) ? body : { ok: false, error: unreachable }
  } catch {
    return { ok: false, error: unreachable }
  }
}

/** Our own routes answer with a `Result`; a proxy in between may answer with something else. */
const isResult = <T>(body: unknown): body is Result<T> => typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean'

export const fetchGeneration = (id: string): Promise<Result<GenerationDetail>> => call(`/api/generations/${encodeURIComponent(id)}`)

/** Everything that one press of Generate made for a grid. */
export const fetchExploration = (id: string): Promise<Result<ExplorationView>> => call(`/api/explorations/${encodeURIComponent(id)}`)

/** Whether all of these images can be had as one zip. */
export const askForZip = (outputIds: readonly string[]): Promise<Result<{ images: number }>> =>
  call('/api/outputs/zip', { method: 'POST', body: new URLSearchParams({ outputs: outputIds.join(','), ask: '1' }) })

/** Everything that was said about an image. */
export const fetchDiscussion = (outputId: string): Promise<Result<Discussion>> => call(`/api/outputs/${encodeURIComponent(outputId)}/discussion`)

export function fetchHistory(query: { teamId: string; sceneId?: string; cursor?: string | null; limit?: number }): Promise<Result<GenerationPage>> {
  const search = new URLSearchParams({ team: query.teamId })
  if (query.sceneId) search.set('scene', query.sceneId)
  if (query.cursor) search.set('cursor', query.cursor)
  if (query.limit) search.set('limit', String(query.limit))
  return call(`/api/history?${search}`)
}

/** A page of History under a filter as it stands in the address; days are those of the reader's time zone. */
export function fetchHistoryPage(query: { teamId: string; filter: URLSearchParams; timeZone: string; cursor: string }): Promise<Result<GenerationPage>> {
  const search = new URLSearchParams(query.filter)
  search.set('team', query.teamId)
  search.set('tz', query.timeZone)
  search.set('cursor', query.cursor)
  return call(`/api/history?${search}`)
}

/** What is left to the reader in this month. */
export const fetchBudgetLeft = (sceneId: string): Promise<Result<BudgetLeft>> => call(`/api/budgets/left?scene=${encodeURIComponent(sceneId)}`)

/** How fast this installation makes images. */
export const fetchTimings = (teamId: string): Promise<Result<Timing[]>> => call(`/api/generations/timings?team=${encodeURIComponent(teamId)}`)

/** The prompt library of a team, last changed first. */
export const fetchPrompts = (teamId: string): Promise<Result<TeamPrompt[]>> => call(`/api/prompts?team=${encodeURIComponent(teamId)}`)

/** Has a prompt rewritten by the language model of this installation. */
export const askToImprove = (request: ImproveRequest): Promise<Result<{ prompt: string }>> =>
  call('/api/prompts/improve', { method: 'POST', body: JSON.stringify(request), headers: { 'content-type': 'application/json' } })

export type UploadedImage = { assetId: string; width: number; height: number }

/** Streams a picture to the server. The server decides by its bytes what it is and answers with a sentence when it cannot be used. */
export const uploadImage = (kind: 'references' | 'snapshots', teamId: string, file: Blob): Promise<Result<UploadedImage>> =>
  call(`/api/uploads/${kind}?teamId=${encodeURIComponent(teamId)}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream' },
  })

/** The size of a download in bytes, asked for without taking the file; null when it cannot be told. */
export async function fetchDownloadSize(outputId: string, format: DownloadFormat, withMetadata: boolean): Promise<number | null> {
  try {
    const response = await fetch(downloadUrl(outputId, format, withMetadata), { method: 'HEAD' })
    const size = Number(response.headers.get('x-file-size') ?? Number.NaN)
    return response.ok && Number.isFinite(size) ? size : null
  } catch {
    return null
  }
}
