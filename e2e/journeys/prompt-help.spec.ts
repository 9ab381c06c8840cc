import { drawn } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

test('a designer names an object, fills in a prompt of the library, keeps one for the team and finds an earlier one again', async ({ page, signUp, axe }) => {
  test.setTimeout(240_000)
  await signUp(page)
  await drawn(page)
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  const understood = page.getByRole('list', { name: 'How the prompt was understood' })

  // An object by its exact name, chosen with the keyboard.
  await prompt.fill('')
  await prompt.pressSequentially('Golden hour, polished brass @')
  const offered = page.getByRole('listbox', { name: 'Objects and references' })
  const first = offered.getByRole('option').first()
  await expect(first).toHaveAttribute('aria-selected', 'true')
  const name = (await first.textContent()) ?? ''
  await axe()
  await prompt.press('Enter')
  await expect(offered).toBeHidden()
  await expect(prompt).toHaveValue(/^Golden hour, polished brass @\S.* $/)
  await expect(understood).toContainText(`${name}: polished brass`)

  // An earlier prompt, once something was made with it.
  const made = (await prompt.inputValue()).trim()
  await page.getByRole('radio', { name: 'Draft' }).click()
  await prompt.press('ControlOrMeta+Enter')
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible({ timeout: 120_000 })
  await prompt.fill('noon')
  await prompt.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(0, 0))
  await prompt.press('ArrowUp')
  await expect(prompt).toHaveValue(made)
  await prompt.press('ArrowDown')
  await expect(prompt).toHaveValue('noon')

  // A prompt of the library: searched, filled in, and undone.
  await page.getByRole('button', { name: 'Library of prompts' }).click()
  await page.getByRole('searchbox', { name: 'Search prompts' }).fill('golden')
  await axe()
  await page.keyboard.press('Enter')
  const preview = page.getByRole('region', { name: 'The prompt as it will be' })
  await page.getByRole('textbox', { name: 'Material' }).fill('')
  await expect(page.getByRole('button', { name: 'Use prompt' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Material' }).fill('walnut')
  await expect(preview).toContainText('in walnut, golden hour')
  await axe()
  await page.keyboard.press('Enter')
  await expect(prompt).toHaveValue(/ in walnut, golden hour, long soft shadows/)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(prompt).toHaveValue('noon')

  // A prompt of the team: kept, deleted and brought back.
  await page.getByRole('button', { name: 'Library of prompts' }).click()
  await page.getByRole('button', { name: 'Save the present prompt' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('High sun')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const team = page.getByRole('region', { name: 'Of your team' })
  await expect(team.getByRole('button', { name: /^High sun/ })).toBeVisible()
  await team.getByRole('button', { name: 'More for High sun' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(team.getByRole('button', { name: /^High sun/ })).toHaveCount(0)
})
