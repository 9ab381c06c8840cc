import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Installation } from '../fixtures/installation'
import { type Answer, codeOf, draftRequest, successOf, Visitor } from '../fixtures/visitor'

const generationSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'canceled']),
  progress: z.object({ fraction: z.number().nullable(), step: z.string() }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  outputs: z.array(z.object({ id: z.string(), assetId: z.string() })),
})
export type Seen = z.infer<typeof generationSchema>

const hasEnded = ({ status }: Seen): boolean => !['queued', 'running'].includes(status)

/** Paid for by the call: what a hosted model gets. */
export const HOSTED = { engine: 'openai-compatible', canvas: false, ratio: '1:1', size: 512, quality: 'standard', seed: 1, images: 1 }

/** Somebody who goes on working whatever breaks: asks again while nothing answers, as the browser does. */
export class Designer {
  private constructor(
    private readonly visitor: Visitor,
    private readonly scene: { sceneId: string; snapshotAssetId: string; camera: unknown },
  ) {}

  static async signUp(installation: Installation): Promise<Designer> {
    const visitor = new Visitor(installation.url)
    const { sceneId } = await visitor.signUp()
    const { document } = successOf(await visitor.send(`/api/scenes/${sceneId}`), z.object({ document: z.object({ camera: z.unknown() }) }))
    const snapshot = await sharp({ create: { width: 512, height: 512, channels: 3, background: '#807060' } })
      .png()
      .toBuffer()
    const { assetId } = successOf(await visitor.upload('snapshots', snapshot), z.object({ assetId: z.string() }))
    return new Designer(visitor, { sceneId, snapshotAssetId: assetId, camera: document.camera })
  }

  upload(bytes: Uint8Array): Promise<Answer> {
    return this.visitor.upload('references', bytes)
  }

  /** One press of Generate, sent again with the same key until it is answered. */
  async press(changes: Record<string, unknown> = {}): Promise<string> {
    const request = { ...draftRequest(this.scene), ...changes }
    const answer = await this.untilAnswered(() => this.visitor.call('requestGenerationAction', [request]))
    return successOf(answer, z.object({ generationId: z.string() })).generationId
  }

  /** The same press many times at the same moment. @returns what each was told. */
  async hammer(times: number): Promise<string[]> {
    const request = draftRequest(this.scene)
    const answers = await Promise.all(Array.from({ length: times }, () => this.visitor.call('requestGenerationAction', [request])))
    return answers.map((answer) => successOf(answer, z.object({ generationId: z.string() })).generationId)
  }

  async history(): Promise<Seen[]> {
    const answer = await this.untilAnswered(() => this.visitor.send('/api/history'))
    return successOf(answer, z.object({ items: z.array(generationSchema) })).items
  }

  look(): Promise<Answer> {
    return this.visitor.send('/api/history', { timeoutMs: 10_000 })
  }

  /** The bytes of a finished picture, decoded. */
  async picture({ outputs }: Seen): Promise<{ width: number; height: number }> {
    const response = await this.visitor.open(`/api/outputs/${outputs[0]?.id}/download`)
    const { width = 0, height = 0 } = await sharp(await response.arrayBuffer()).metadata()
    return { width, height }
  }

  /** Waits until one of these generations is in the middle of its picture. Fails when all have ended and none was seen at it. */
  async rendering(ids: readonly string[]): Promise<void> {
    const atWork = (all: Seen[]): boolean => all.some(({ id, status, progress }) => ids.includes(id) && status === 'running' && (progress?.fraction ?? 0) > 0)
    const seen = await this.until((all) => atWork(all) || ids.every((id) => all.some((one) => one.id === id && hasEnded(one))))
    expect(atWork(seen), 'one of the pictures is seen at work').toBe(true)
  }

  /** Waits until all of these generations have ended. */
  async ended(ids: readonly string[]): Promise<Seen[]> {
    const seen = await this.until((all) => {
      const mine = all.filter(({ id }) => ids.includes(id))
      return mine.length === ids.length && mine.every(hasEnded)
    })
    return seen.filter(({ id }) => ids.includes(id))
  }

  private async until(fits: (seen: Seen[]) => boolean): Promise<Seen[]> {
    let seen: Seen[] = []
    await expect
      .poll(
        async () => {
          seen = await this.history()
          return fits(seen)
        },
        { timeout: 500_000, interval: 100 },
      )
      .toBe(true)
    return seen
  }

  private async untilAnswered(ask: () => Promise<Answer>): Promise<Answer> {
    const deadline = Date.now() + 120_000
    for (;;) {
      const answer = await ask().catch(() => undefined)
      if (answer && !['unavailable', 'status 500', 'status 503'].includes(codeOf(answer))) return answer
      if (Date.now() > deadline) throw new Error(`Nothing answered for two minutes: ${answer?.text.slice(0, 300)}`)
      await sleep(100)
    }
  }
}
