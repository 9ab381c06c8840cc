import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from '../fixtures/test'

/** A program from the page, running by itself, and all that it has said. */
async function run(folder: string, file: string, source: string, env: Record<string, string>): Promise<{ child: ChildProcess; said: () => string }> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, file), source)
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { NODE_ENV: 'production', PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, said: () => said }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

const fitsThePhone = async (page: Page) => {
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('a program from the page for developers makes an image with a token, and a signed message tells a server of it', async ({ page, signUp, axe }, info) => {
  await page.goto('/developers')
  await expect(page.getByRole('heading', { level: 1, name: 'Developers' })).toBeVisible()
  // Code among words is set apart as code: no mark of how it is written is left, also in what is closed.
  await expect(page.locator('main dd code', { hasText: /^nextCursor$/ }).first()).toBeAttached()
  for (const text of await page.locator('main :is(p, dd)').allTextContents()) expect(text).not.toContain('`')
  const program = await page.getByRole('region', { name: 'First image, JavaScript' }).innerText()
  const receiver = await page.getByRole('region', { name: 'Receive a webhook' }).innerText()
  await page.locator('#generate').locator('summary').click()
  await expect(page.getByText('The scene to make images of, as it is saved now.')).toBeVisible()
  await axe()
  await fitsThePhone(page)

  await signUp(page)
  await page.goto('/team/api')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make token' }).click()
  await expect(dialog.getByText('Give the token a name')).toBeVisible()
  await dialog.getByLabel('Name').fill('Nightly renders')
  await axe()
  await dialog.getByRole('button', { name: 'Make token' }).click()
  const token = await dialog.getByLabel('Token').inputValue()
  expect(token).toMatch(/^mqt_[\w-]{43}$/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Nightly renders')).toBeVisible()
  expect(await page.content()).not.toContain(token)

  const port = await freePort()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await dialog.getByLabel('Address').fill('https://169.254.169.254/latest')
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(dialog.getByText('This address is not a public one.')).toBeVisible()
  await dialog.getByLabel('Address').fill(`http://127.0.0.1:${port}/maquette`)
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  const secret = await dialog.getByLabel('Secret').inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()

  const folder = path.join(info.outputDir, 'programs')
  const listening = await run(folder, 'receive.mjs', receiver, { MAQUETTE_WEBHOOK_SECRET: secret, PORT: String(port) })
  try {
    await expect.poll(listening.said).toContain('listening')
    await page.getByRole('button', { name: /^Send a test/ }).click()
    await expect.poll(listening.said).toMatch(/msg_\w+ test/)

    const first = await run(folder, 'first-image.mjs', program, { MAQUETTE_TOKEN: token })
    const ended = new Promise<number | null>((resolve) => first.child.on('exit', resolve))
    expect([await ended, first.said()]).toEqual([0, expect.stringContaining('.jpg')])
    const name = /out_\w+\.jpg/.exec(first.said())?.[0] ?? ''
    expect(await sharp(await readFile(path.join(folder, name))).metadata()).toMatchObject({ format: 'jpeg', width: 592, height: 444 })
    await expect.poll(listening.said).toMatch(/msg_\w+ generation\.succeeded gen_\w+ \[ 'out_\w+' \]/)
  } finally {
    listening.child.kill()
  }

  await page.reload()
  await expect(page.getByRole('row', { name: /generation\.succeeded.*Delivered.*HTTP 204/ })).toBeVisible()
  await expect(page.getByText('Last used just now.')).toBeVisible()
  await axe()
  await fitsThePhone(page)

  const ask = () => page.request.get('/api/v1/scenes', { headers: { authorization: `Bearer ${token}` } })
  expect((await ask()).status()).toBe(200)
  await page.getByRole('button', { name: 'Revoke: Nightly renders' }).click()
  await dialog.getByRole('button', { name: 'Revoke token' }).click()
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible()
  expect((await ask()).status()).toBe(401)
})
