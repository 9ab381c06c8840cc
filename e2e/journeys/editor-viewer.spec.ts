import { drawn, row } from '../fixtures/editor-page'
import { SERVER_URL, serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'
import { Visitor } from '../fixtures/visitor'

const VIEW_ONLY = 'You can look, not change: ask an admin of the team.'

test('a viewer looks at everything, changes nothing, is told why, and sees what others save', async ({ page, signUp }) => {
  const owner = new Visitor(SERVER_URL)
  const { sceneId } = await owner.signUp({ name: 'Anna Lind' })
  const { email } = await signUp(page)
  const sql = serverDatabase()
  try {
    await sql`insert into memberships (team_id, user_id, role)
      select s.team_id, u.id, 'viewer' from scenes s, users u where s.id = ${sceneId} and u.email = ${email}`
  } finally {
    await sql.end()
  }
  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await page.goto(`/scenes/${sceneId}`)
  await drawn(page)
  await expect(page.getByText(VIEW_ONLY)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled()
  await expect(page.getByText('You can look, not make images: ask an admin of the team.')).toBeVisible()
  for (const name of ['Add', 'Import', 'Move', 'Rotate', 'Scale', 'Save the view as a shot']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled()
  }

  // Looking works: values, other shots, the camera.
  await page.getByRole('tab', { name: 'Design' }).click()
  await row(page, 'Gold ball').click()
  await expect(page.getByLabel('Position X', { exact: true })).toBeDisabled()
  await expect(page.getByRole('slider', { name: 'Roughness' })).toHaveAttribute('data-disabled', '')
  await expect(page.getByRole('button', { name: 'Hide Gold ball' })).toHaveCount(0)
  await row(page, 'From above').click()
  await expect(page.getByRole('button', { name: 'Shots, now From above' })).toBeVisible()

  // Keys and double clicks change nothing either.
  await row(page, 'Gold ball').dblclick()
  for (const key of ['w', 'h', 'F2', 'ControlOrMeta+d', 'Delete']) await page.keyboard.press(key)
  await expect(row(page, 'Gold ball')).toBeVisible()
  await expect(row(page, 'Gold ball 2')).toHaveCount(0)
  await expect(page.getByLabel(/^New name of/)).toHaveCount(0)
  await expect(page.locator('[data-gizmo]')).toHaveCount(0)

  const patches = [{ path: ['nodes', 'node_bottle', 'name'], value: 'Flask' }]
  const save = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ baseRevision: 1, patches }) }
  expect((await owner.send(`/api/scenes/${sceneId}`, save)).status).toBe(200)
  await expect(page.getByText('Anna Lind saved this scene a moment ago.')).toBeVisible()
  await page.getByRole('button', { name: 'Load it' }).click()
  await expect(row(page, 'Flask')).toBeVisible()
  // The camera stayed where the viewer had put it.
  await expect(page.getByRole('button', { name: 'Shots, now From above' })).toBeVisible()
  expect(writes).toEqual([])
})
