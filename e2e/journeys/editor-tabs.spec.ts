import type { Page } from '@playwright/test'
import { add, drawn, row, saved } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

const notice = (page: Page) => page.getByText('You saved this scene in another window a moment ago.')

/** Saves a change of the scene past every page, as another window of the same person. */
async function renameBottle(page: Page, baseRevision: number, name: string): Promise<void> {
  const { origin, pathname } = new URL(page.url())
  const answer = await page.request.patch(`${origin}/api${pathname}`, {
    headers: { origin },
    data: { baseRevision, patches: [{ path: ['nodes', 'node_bottle', 'name'], value: name }] },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

async function revisionOf(page: Page): Promise<number> {
  const { origin, pathname } = new URL(page.url())
  const answer: unknown = await (await page.request.get(`${origin}/api${pathname}`)).json()
  expect(answer).toMatchObject({ ok: true, value: { revision: expect.any(Number) } })
  return (answer as { value: { revision: number } }).value.revision
}

test('tabs share one live stream, tell of saves made elsewhere and load them in place, and the next one takes over when the first closes', async ({
  page,
  context,
  signUp,
}) => {
  let streams = 0
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/events') streams += 1
  })
  await signUp(page)
  await drawn(page)
  expect(streams).toBe(1)
  const other = await context.newPage()
  await other.goto(page.url())
  await drawn(other)

  // A save of one tab is news to the other and not to itself.
  await add(page, 'Sphere')
  await saved(page)
  await expect(notice(other)).toBeVisible()
  await expect(notice(page)).toHaveCount(0)
  await other.getByRole('button', { name: 'Load it' }).click()
  await expect(row(other, 'Sphere')).toBeVisible()
  await expect(notice(other)).toHaveCount(0)

  // What neither of them did reaches both, through the one stream.
  await renameBottle(page, await revisionOf(page), 'Flask')
  for (const tab of [page, other]) {
    await expect(notice(tab)).toBeVisible()
    await tab.getByRole('button', { name: 'Load it' }).click()
    await expect(row(tab, 'Flask')).toBeVisible()
  }
  expect(streams).toBe(1)

  await page.close()
  await expect.poll(() => streams).toBe(2)
  await renameBottle(other, await revisionOf(other), 'Carafe')
  await expect(notice(other)).toBeVisible()
  await other.getByRole('button', { name: 'Load it' }).click()
  await expect(row(other, 'Carafe')).toBeVisible()

  // What was loaded is what the next change builds upon.
  await add(other, 'Cone')
  await saved(other)
  await expect(other.getByRole('dialog')).toHaveCount(0)
})
