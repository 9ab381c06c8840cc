import { expect, test } from 'vitest'
import { createFreshReads } from './fresh-reads'

/** A server whose answers come when the test says so, with what it held when it was asked. */
function arrange() {
  const server = { star: false }
  const answers: (() => void)[] = []
  const shown: boolean[] = []
  const reads = createFreshReads(
    () => {
      const { star } = server
      return new Promise<{ star: boolean }>((answer) => answers.push(() => answer({ star })))
    },
    ({ star }) => shown.push(star),
  )
  const answer = async (): Promise<void> => {
    answers.shift()?.()
    await new Promise(setImmediate)
  }
  return { server, shown, reads, answer, asked: () => answers.length }
}

test('what is read while nothing changes is shown', async () => {
  const { shown, reads, answer } = arrange()
  void reads.read('gen_a')
  await answer()
  expect(shown).toEqual([false])
})

test('an answer from before a change is not shown over it, and is asked for again when the server has the change', async () => {
  const { server, shown, reads, answer, asked } = arrange()
  void reads.read('gen_a')
  const end = reads.begin()
  await answer()
  expect(asked()).toBe(0)
  server.star = true
  end()
  await answer()
  expect(shown).toEqual([true])
})

test('an answer that comes after a change has ended, but was asked for before, is asked for again', async () => {
  const { server, shown, reads, answer } = arrange()
  void reads.read('gen_a')
  reads.begin()()
  server.star = true
  await answer()
  expect(shown).toEqual([])
  await answer()
  expect(shown).toEqual([true])
})

test('of two changes the later one is waited for', async () => {
  const { shown, reads, answer, asked } = arrange()
  const first = reads.begin()
  const second = reads.begin()
  void reads.read('gen_a')
  await answer()
  first()
  expect(asked()).toBe(0)
  second()
  await answer()
  expect(shown).toEqual([false])
})

test('what cannot be read changes nothing', async () => {
  const shown: string[] = []
  const reads = createFreshReads<string>(
    async () => null,
    (row) => shown.push(row),
  )
  await reads.read('gen_a')
  expect(shown).toEqual([])
})
