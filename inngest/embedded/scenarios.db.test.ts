import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Driver, startEmbeddedDriver, startRealDriver } from './testing/drivers'

const real = await startRealDriver()

describe('with the embedded executor', () => scenarios(startEmbeddedDriver))
if (real) describe('with a real Inngest', () => scenarios(async () => real))
else console.log('INNGEST_DEV points at no running Inngest: the scenarios run against the embedded executor alone.')

/** What both must do alike. */
function scenarios(start: () => Promise<Driver>): void {
  let driver: Driver
  beforeAll(async () => {
    driver = await start()
  })
  afterAll(() => driver.stop())

  const marksOf = async (key: string): Promise<string[]> => (await driver.marks.read(key)).map((row) => row.mark)
  const send = (name: string, key: string, more: Record<string, unknown> = {}): Promise<void> =>
    driver.send([{ name: `scenario/${name}`, data: { key, ...more } }])
  const until = (key: string, mark: string): Promise<void> => driver.marks.until(key, mark, driver.patienceMs)
  const count = async (key: string, mark: string): Promise<number> => (await marksOf(key)).filter((text) => text === mark).length
  const gapMs = async (key: string, from: string, to: string): Promise<number> => {
    const rows = await driver.marks.read(key)
    const at = (mark: string): number => rows.find((row) => row.mark === mark)?.atMs ?? Number.NaN
    return at(to) - at(from)
  }
  const timeout = 240_000

  it('runs every step once, in order, and hands on its result, though the body runs again', { timeout }, async () => {
    const key = randomUUID()
    await send('steps', key)
    await until(key, 'result 21')
    expect((await marksOf(key)).filter((mark) => mark !== 'body')).toEqual(['first', 'second', 'result 21'])
    expect(await count(key, 'body')).toBeGreaterThan(1)
  })

  it('runs parallel steps at the same time, each once', { timeout }, async () => {
    const key = randomUUID()
    await send('parallel', key)
    await until(key, 'result left right')
    expect((await marksOf(key)).sort()).toEqual(['left', 'result left right', 'right'])
  })

  it('sleeps for as long as it is told', { timeout }, async () => {
    const key = randomUUID()
    await send('sleep', key)
    await until(key, 'after')
    expect(await gapMs(key, 'before', 'after')).toBeGreaterThanOrEqual(1_000)
  })

  it('tries a failing step again, counting attempts from 0, and goes on when it succeeds', { timeout }, async () => {
    const key = randomUUID()
    await send('retry', key)
    await until(key, 'done')
    expect(await marksOf(key)).toEqual(['attempt 0', 'attempt 1', 'attempt 2', 'done'])
  })

  it('tries again no sooner than a step asks for', { timeout }, async () => {
    const key = randomUUID()
    await send('retry-after', key)
    await until(key, 'done')
    expect(await marksOf(key)).toEqual(['attempt 0', 'attempt 1', 'done'])
    expect(await gapMs(key, 'attempt 0', 'attempt 1')).toBeGreaterThanOrEqual(1_900)
  })

  it('throws the error of a step that is out of tries into the function, which may catch it', { timeout }, async () => {
    const key = randomUUID()
    await send('caught', key)
    await until(key, 'caught broken')
    expect(await marksOf(key)).toEqual(['tried', 'tried', 'caught broken'])
  })

  it('does not try again what cannot be retried, and tells onFailure why', { timeout }, async () => {
    const key = randomUUID()
    await send('non-retriable', key)
    await until(key, 'failure: for good')
    expect(await marksOf(key)).toEqual(['tried', 'failure: for good'])
  })

  it('calls onFailure once, with the event and the error, when a function is out of tries', { timeout }, async () => {
    const key = randomUUID()
    await send('failure', key)
    await until(key, 'failure: out of tries')
    expect(await marksOf(key)).toEqual(['tried', 'tried', 'failure: out of tries'])
  })

  it.each(['cancel-if', 'cancel-match'])('ends the run that an event cancels (%s) before its next step, and no other', { timeout }, async (cancel) => {
    const [canceled, other] = [randomUUID(), randomUUID()]
    await send('cancelable', canceled)
    await until(canceled, 'before')
    await send('cancelable', other)
    await send(cancel, canceled)
    await until(other, 'after')
    expect(await marksOf(canceled)).toEqual(['before'])
  })

  it('keeps to the concurrency limit of a key, and lets other keys run meanwhile', { timeout }, async () => {
    const [bucket, meanwhile] = [randomUUID(), randomUUID()]
    const keys = [randomUUID(), randomUUID(), randomUUID()]
    // The first ends only when a run of another key is under way.
    await send('limited', keys[0] ?? '', { bucket, meets: meanwhile })
    await until(keys[0] ?? '', 'enter')
    await send('limited', keys[1] ?? '', { bucket })
    await send('limited', keys[2] ?? '', { bucket })
    await send('limited', meanwhile, { bucket: meanwhile })
    for (const key of [...keys, meanwhile]) await until(key, 'done')
    const spans = (await Promise.all(keys.map((key) => driver.marks.read(key))))
      .map((rows) => ({ enter: rows.find((row) => row.mark === 'enter')?.atMs ?? 0, leave: rows.find((row) => row.mark === 'leave')?.atMs ?? 0 }))
      .sort((a, b) => a.enter - b.enter)
    for (const [index, span] of spans.entries()) expect(span.enter).toBeGreaterThanOrEqual(spans[index - 1]?.leave ?? 0)
  })

  it('gives each kind of event a limit of its own, where a key says so by condition', { timeout }, async () => {
    const [slow, slower, quick, quicker] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
    // The first of the slow kind ends only when both of the quick kind are under way at the same time.
    await send('kinds', slow, { kind: 'slow', meets: quick })
    await until(slow, 'enter')
    await send('kinds', slower, { kind: 'slow' })
    await send('kinds', quick, { kind: 'quick', meets: quicker })
    await send('kinds', quicker, { kind: 'quick', meets: quick })
    for (const key of [slow, slower, quick, quicker]) await until(key, 'done')
    const at = async (key: string, mark: string): Promise<number> => (await driver.marks.read(key)).find((row) => row.mark === mark)?.atMs ?? Number.NaN
    expect(await at(slower, 'enter')).toBeGreaterThanOrEqual(await at(slow, 'leave'))
  })

  it('begins one run for one idempotency key, however many events carry it', { timeout }, async () => {
    const [key, later] = [randomUUID(), randomUUID()]
    await send('once', key)
    await until(key, 'done')
    await send('once', key)
    await send('once', later)
    await until(later, 'done')
    expect(await marksOf(key)).toEqual(['done'])
  })

  it('begins one run for one event id, however often the event is sent', { timeout }, async () => {
    const [key, later, id] = [randomUUID(), randomUUID(), randomUUID()]
    const event = { id, name: 'scenario/chained', data: { key } }
    await driver.send([event])
    await until(key, 'done')
    await driver.send([event])
    await send('chained', later)
    await until(later, 'done')
    expect(await marksOf(key)).toEqual(['done'])
  })

  it('lets a step send an event that begins another function, unless its trigger says otherwise', { timeout }, async () => {
    const key = randomUUID()
    await send('chain', 'ignored')
    await send('chain', key)
    await until(key, 'done')
    expect(await marksOf('ignored')).toEqual([])
  })
}
