import { expect, test } from 'vitest'
import { type Change, createFreshReads } from './fresh-reads'

type Row = { id: string; star: boolean; tags: number }

/** A server whose answers come when the test says so, with what it held when it was asked. */
function arrange() {
  const server = { star: false, tags: 0 }
  const answers: (() => void)[] = []
  const shown: Row[] = []
  const reads = createFreshReads<Row>(
    (id) => {
      const held = { id, ...server }
      return new Promise((answer) => answers.push(() => answer(held)))
    },
    (row) => shown.push(row),
  )
  const answer = async (): Promise<void> => {
    answers.shift()?.()
    await new Promise(setImmediate)
  }
  return { server, shown, reads, answer }
}

const star: Change<Row> = (rows) => rows.map((row) => ({ ...row, star: true }))
const unstar: Change<Row> = (rows) => rows.map((row) => ({ ...row, star: false }))
const takeOut: Change<Row> = () => []
const PLAIN = { id: 'gen_a', star: false, tags: 0 }

test('what is read while nothing changes is shown as it is', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  await answer()
  expect(shown).toEqual([PLAIN])
})

test('an answer that was asked for before a change comes with the change, whether the server has answered that or not', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  void reads.read('gen_a')
  const end = reads.begin(star)
  await answer()
  end(true)
  await answer()
  expect(shown).toEqual([
    { ...PLAIN, star: true },
    { ...PLAIN, star: true },
  ])
})

test('an answer that was asked for while a change was on its way comes with the change', async () => {
  const { shown, reads, answer } = arrange()
  const end = reads.begin(star)
  void reads.read('gen_a')
  end(true)
  await answer()
  expect(shown).toEqual([{ ...PLAIN, star: true }])
})

test('an answer that was asked for after a change is shown as it is', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_b')
  reads.begin(star)(true)
  void reads.read('gen_a')
  await answer()
  await answer()
  expect(shown).toEqual([{ id: 'gen_b', star: true, tags: 0 }, PLAIN])
})

test('a change that the server refused is not made again', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  reads.begin(star)(false)
  await answer()
  expect(shown).toEqual([PLAIN])
})

test('several changes are made again in their order', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  reads.begin(star)(true)
  reads.begin(unstar)(true)
  await answer()
  expect(shown).toEqual([PLAIN])
})

test('what was taken out does not come back by an older answer', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  reads.begin(takeOut)(true)
  await answer()
  expect(shown).toEqual([])
})

test('what cannot be read changes nothing', async () => {
  const shown: Row[] = []
  const reads = createFreshReads<Row>(
    async () => null,
    (row) => shown.push(row),
  )
  await reads.read('gen_a')
  expect(shown).toEqual([])
})
