import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test'

const email = (): string => `${randomBytes(6).toString('hex')}@example.com`

/** Signs up where the browser stands, and goes on to wherever that leads. */
async function signUpHere(page: Page, address: string, name: string): Promise<void> {
  await page.getByLabel('Email').fill(address)
  await page.getByLabel('Password', { exact: true }).fill('a quiet graphite room')
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create account' }).click()
}

test('an owner invites somebody who signs up by the link, works in the team, and whose role changes at once', async ({ page, browser, signUp, axe }) => {
  await signUp(page, { name: 'Ada Owner' })
  await page.goto('/scenes')
  await page.getByRole('button', { name: 'Team: Personal' }).first().click()
  await page.getByRole('menuitem', { name: 'New team' }).click()
  await page.getByLabel('Name').fill('Studio North')
  await page.getByRole('button', { name: 'Create team' }).click()
  await page.waitForURL('/team/members')

  const friend = email()
  await page.getByLabel('Email').fill(friend)
  await page.getByRole('button', { name: 'Send invitation' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await expect(page.getByText('This installation sends no mail.', { exact: false })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: friend })).toContainText('14 days left')
  await axe()
  await page.goto('/scenes')
  await page.getByRole('button', { name: /^Empty scene/ }).click()
  await page.waitForURL(/\/scenes\/scn_/, { waitUntil: 'commit' })
  await page.goto('/team/members')

  const theirs = await browser.newContext()
  const guest = await theirs.newPage()
  await guest.goto(link)
  await expect(guest.getByRole('heading', { name: 'Join Studio North' })).toBeVisible()
  await axe(guest)
  await guest.getByRole('link', { name: 'Create an account' }).click()
  await signUpHere(guest, friend, 'Eva Guest')
  await guest.getByRole('button', { name: 'Accept' }).click()
  await guest.waitForURL('/scenes')
  await expect(guest.getByRole('button', { name: 'Team: Studio North' }).first()).toBeVisible()
  await expect(guest.getByRole('heading', { name: 'Team scenes' })).toBeVisible()
  await expect(guest.getByRole('button', { name: 'New scene' })).toBeVisible()

  // The owner is told without a reload, and makes the guest a viewer; the guest's open page follows by itself.
  await expect(page.getByRole('link', { name: 'Inbox, 1 unread' })).toBeVisible()
  await page.reload()
  await page.getByRole('combobox', { name: 'Role of Eva Guest' }).click()
  await page.getByRole('option', { name: 'Viewer' }).click()
  await expect(guest.getByRole('button', { name: 'New scene' })).toBeHidden()

  await page.getByRole('link', { name: 'Inbox, 1 unread' }).click()
  await expect(page.getByText('Eva Guest joined Studio North')).toBeVisible()
  await axe()
  await page.getByRole('button', { name: 'Mark all read' }).click()
  await expect(page.getByRole('link', { name: 'Inbox', exact: true })).toBeVisible()

  // Removed, the guest is back in their own team.
  await page.goto('/team/members')
  await page.getByRole('button', { name: 'Remove: Eva Guest' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(guest.getByRole('button', { name: 'Team: Personal' }).first()).toBeVisible()
  await guest.goto(link)
  await expect(guest.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible()
  await theirs.close()

  // A team that was deleted by its typed name can be brought back.
  await page.goto('/team')
  await axe()
  await page.getByRole('button', { name: 'Delete team' }).click()
  await page.getByLabel('Type Studio North to confirm').fill('Studio North')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete team' }).click()
  await page.waitForURL('/teams')
  await expect(page.getByText('14 days left')).toBeVisible()
  await axe()
  await page.getByRole('button', { name: 'Bring back: Studio North' }).click()
  await page.waitForURL('/team')
  await expect(page.getByRole('heading', { name: 'Studio North' })).toBeVisible()
})
