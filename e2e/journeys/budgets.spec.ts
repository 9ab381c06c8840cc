import { newId } from '@/lib/domain/ids'
import { chooseDraft } from '../fixtures/editor-page'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

/** Puts people into somebody's own team, as no page can. */
async function addMembers(ownerEmail: string, names: readonly string[]): Promise<void> {
  const sql = serverDatabase()
  try {
    for (const name of names) {
      const id = newId('usr')
      await sql`insert into users (id, email, name) values (${id}, ${`${id.toLowerCase()}@example.com`}, ${name})`
      await sql`
        insert into memberships (team_id, user_id, role)
        select m.team_id, ${id}, 'member' from memberships m join users u on u.id = m.user_id where u.email = ${ownerEmail}`
    }
  } finally {
    await sql.end()
  }
}

test('a budget of two images lets two be made, refuses the third in plain words, and more that is granted lets it go on', async ({ page, signUp, axe }) => {
  test.setTimeout(240_000)
  await signUp(page)
  const scene = page.url()
  const generate = page.getByRole('button', { name: /^Generate/ })
  const refused = page.getByText(/^The team's budget for \w+ is used up: 2 of 2 images\. You can change that under Team, Budgets\.$/)

  await page.goto('/team/budgets')
  await expect(page.getByText('Nobody has set a budget yet, so nothing is limited.')).toBeVisible()
  await page.getByRole('button', { name: 'Set the budget of the team' }).click()
  await page.getByLabel('Images a month').fill('two')
  await page.getByRole('button', { name: 'Save budget' }).click()
  await expect(page.getByText('Write a whole number, or nothing for no limit.')).toBeVisible()
  await page.getByLabel('Images a month').fill('2')
  await page.getByRole('button', { name: 'Save budget' }).click()
  await expect(page.getByText('0 of 2 images')).toBeVisible()
  await axe()

  await page.goto(scene)
  await chooseDraft(page)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A quiet morning')
  await expect(page.getByText('2 of 2 images left this month')).toBeVisible()
  for (const left of [1, 0]) {
    await generate.click()
    await expect(page.getByText(`${left} of 2 images left this month`)).toBeVisible({ timeout: 60_000 })
  }
  await generate.click()
  await expect(refused).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('A quiet morning')
  await axe()

  await page.goto('/team/budgets')
  await page.getByRole('button', { name: 'Grant more: the team' }).click()
  await page.getByLabel('More images').fill('1')
  await page.getByRole('button', { name: 'Grant', exact: true }).click()
  await expect(page.getByText('Say why, so that others understand it later.')).toBeVisible()
  await page.getByLabel('Why').fill('The fair is on Friday')
  await axe()
  await page.getByRole('button', { name: 'Grant', exact: true }).click()
  await expect(page.getByText(/^2 of 3 images/)).toBeVisible()
  await expect(page.getByText(/granted the team 1 image more for \w+: The fair is on Friday/)).toBeVisible()

  await page.goto(scene)
  await expect(page.getByText('1 of 3 images left this month')).toBeVisible()
  await generate.click()
  await expect(page.getByText('0 of 3 images left this month')).toBeVisible({ timeout: 60_000 })

  await page.goto('/inbox')
  await expect(page.getByText(/The team has used 50% of the budget for \w+: 1 of 2 images/)).toBeVisible()
  await expect(page.getByText(/The team has used all of the budget for \w+: 2 of 2 images/)).toBeVisible()
})

test('where many are in a team, the budget of one is found by their name, and who is not there is told', async ({ page, signUp, axe }) => {
  const { email, name } = await signUp(page, { name: 'Olga Owner' })
  const search = page.getByRole('searchbox', { name: 'Search members' })
  const budgetOf = (who: string) => page.getByRole('button', { name: `Set the budget of ${who}`, exact: true })
  await addMembers(
    email,
    Array.from({ length: 11 }, (_, i) => `Member ${i + 1}`),
  )
  await page.goto('/team/budgets')
  await expect(budgetOf(name)).toBeVisible()
  await expect(search).toHaveCount(0)

  await addMembers(email, ['Zoë Last'])
  await page.reload()
  await expect(page.getByText('13 members', { exact: true })).toBeVisible()
  await search.fill('zoë')
  await expect(page.getByText('1 of 13 members')).toBeVisible()
  await expect(budgetOf('Zoë Last')).toBeVisible()
  await expect(budgetOf('Member 1')).toHaveCount(0)
  await expect(budgetOf('every member')).toBeVisible()
  await axe()

  // What is set while the list is narrowed stays in sight, and the search too.
  await budgetOf('Zoë Last').click()
  await page.getByLabel('Images a month').fill('5')
  await page.getByRole('button', { name: 'Save budget' }).click()
  await expect(page.getByText('0 of 5 images')).toBeVisible()
  await expect(search).toHaveValue('zoë')

  await search.fill('nobody')
  await expect(page.getByText('Nobody has “nobody” in their name.')).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await axe()
  await page.getByRole('button', { name: 'Show all members' }).click()
  await expect(search).toBeFocused()
  await expect(budgetOf('Member 1')).toBeVisible()
})
