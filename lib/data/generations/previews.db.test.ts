import { describe, expect, test } from 'vitest'
import { system } from '@/lib/data/actor'
import { previewKey } from '@/lib/domain/preview-key'
import { blobStore } from '@/lib/platform/blob'
import { addOutput, reportProgress, succeed } from './mutations'
import { PREVIEW_MIME, readPreview } from './previews'
import { output, refusal, running, useTeams } from './testing/generations'

const { team, stranger } = useTeams()

async function withPreview(): Promise<string> {
  const id = await running(team)
  await blobStore().put(previewKey(team.teamId, id, 1), Buffer.from('picture'), { mime: PREVIEW_MIME })
  await reportProgress(system, id, { fraction: 0.5, step: 'Rendering', remainingMs: 900, preview: 1 })
  return id
}
const textOf = async (id: string): Promise<string | null> => {
  const preview = await readPreview(team.actor, id)
  return preview ? await new Response(preview.stream).text() : null
}

describe('the preview of a running generation', () => {
  test('is what is rendered so far, for its own team alone', async () => {
    const id = await withPreview()
    expect(await textOf(id)).toBe('picture')
    expect((await refusal(readPreview(stranger.actor, id))).code).toBe('not_found')
  })

  test('is none, and no error, before the first and once the generation has ended', async () => {
    expect(await textOf(await running(team))).toBeNull()
    const finished = await withPreview()
    await addOutput(system, await output(team, finished, 0))
    await succeed(system, finished)
    expect(await textOf(finished)).toBeNull()
  })

  test('is none, and no error, when its file was removed between two looks', async () => {
    const id = await withPreview()
    await blobStore().delete(previewKey(team.teamId, id, 1))
    expect(await textOf(id)).toBeNull()
  })
})
