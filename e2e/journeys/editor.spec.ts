import { add, difference, drawn, pixelsOf, row, saved, stage, upperHandle } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

test.describe('the editor', () => {
  test('adds, changes, takes back and keeps what was made', async ({ page, signUp }) => {
    await signUp(page)
    await drawn(page)
    await add(page, 'Box')
    await expect(row(page, 'Box')).toHaveAttribute('aria-selected', 'true')

    await page.getByRole('tab', { name: 'Design' }).click()
    const x = page.getByLabel('Position X', { exact: true })
    await x.fill('0.25')
    await x.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await row(page, 'Box').click()
    await expect(x).not.toHaveValue('0.25')
    await page.getByRole('button', { name: /^Redo/ }).click()
    await expect(x).toHaveValue('0.25')

    await saved(page)
    await page.reload()
    await drawn(page)
    await row(page, 'Box').click()
    await page.getByRole('tab', { name: 'Design' }).click()
    await expect(page.getByLabel('Position X', { exact: true })).toHaveValue('0.25')
  })

  test('moves what is selected by its handles, and makes one undo step of the drag', async ({ page, signUp }) => {
    await signUp(page)
    await drawn(page)
    await row(page, 'Gold ball').click()
    await page.keyboard.press('w')
    await page.getByRole('tab', { name: 'Design' }).click()
    await expect(stage(page)).toHaveAttribute('data-gizmo', 'ready')
    await drawn(page)
    const y = page.getByLabel('Position Y', { exact: true })
    const before = await y.inputValue()
    const handle = await upperHandle(page)
    await page.mouse.move(handle.x, handle.y)
    await page.mouse.down()
    await expect(stage(page)).toHaveAttribute('data-gizmo', 'dragging')
    await page.mouse.move(handle.x, handle.y - 20)
    await page.mouse.move(handle.x, handle.y - 40)
    await page.mouse.up()
    await expect.poll(async () => Number(await y.inputValue())).toBeGreaterThan(Number(before))
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect(y).toHaveValue(before)
  })

  test('draws nothing but its views from the first frame on', async ({ page, signUp }) => {
    await page.addInitScript(() => {
      const draw = WebGL2RenderingContext.prototype.drawElements
      WebGL2RenderingContext.prototype.drawElements = function (...asked) {
        const [, , width] = this.getParameter(this.VIEWPORT)
        const toPage = this.getParameter(this.DRAW_FRAMEBUFFER_BINDING) === null
        if (toPage && width === this.drawingBufferWidth) document.documentElement.dataset.drawnWhole = ''
        draw.apply(this, asked)
      }
    })
    await signUp(page)
    await drawn(page)
    await expect(page.locator('[data-drawn-whole]')).toHaveCount(0)
  })

  test('draws no frames while nothing happens, and the live slot follows a change', async ({ page, signUp }) => {
    await signUp(page)
    const rest = await drawn(page)
    const slot = page.locator('[data-live-slot]')
    const before = await pixelsOf(slot)
    expect(Number(await stage(page).getAttribute('data-frames'))).toBe(rest)
    // The slot shows the scene and not an empty hole.
    expect(new Set(before).size).toBeGreaterThan(40)

    await row(page, 'Brass ring').click()
    await page.keyboard.press('h')
    await expect(page.getByRole('button', { name: 'Show Brass ring' })).toBeVisible()
    await page.keyboard.press('Escape')
    await drawn(page)
    // The ring fills a small part of the picture; a picture of the same scene differs by nothing.
    expect(difference(before, await pixelsOf(slot))).toBeGreaterThan(0.2)

    // Typing a prompt draws nothing in the 3D view.
    const still = await drawn(page)
    await page.getByRole('textbox', { name: 'Prompt' }).fill('A quiet morning, soft light')
    expect(Number(await stage(page).getAttribute('data-frames'))).toBe(still)
  })

  test('asks when two tabs saved the same scene, and keeps both', async ({ page, context, signUp, expectProblem }) => {
    expectProblem(/^console: Failed to load resource: .* 409 \(Conflict\) \/api\/scenes\/scn_\w+$/)
    await signUp(page)
    await drawn(page)
    const other = await context.newPage()
    await other.goto(page.url())
    await drawn(other)

    await add(page, 'Sphere')
    await saved(page)
    await add(other, 'Cone')
    const question = other.getByRole('dialog', { name: 'Keep both, or load theirs?' })
    await expect(question).toBeVisible()
    await question.getByRole('button', { name: 'Keep both' }).click()
    await expect(question).toBeHidden()
    await expect(row(other, 'Sphere')).toBeVisible()
    await expect(row(other, 'Cone')).toHaveCount(0)

    await other.goto('/scenes')
    await other.getByRole('link', { name: /\(mine\)/ }).click()
    await expect(row(other, 'Cone')).toBeVisible()
    await expect(row(other, 'Sphere')).toHaveCount(0)
  })

  test('keeps work that could not be saved, and saves it when the server is back', async ({ page, context, signUp, expectProblem }) => {
    expectProblem(/console: Failed to load resource: net::ERR_INTERNET_DISCONNECTED/)
    await signUp(page)
    await drawn(page)
    await context.setOffline(true)
    await add(page, 'Cylinder')
    await expect(page.locator('[data-save="offline"]')).toBeVisible()
    await context.setOffline(false)
    await saved(page)
    await page.reload()
    await expect(row(page, 'Cylinder')).toBeVisible()
  })

  test('saves views as shots and returns to them', async ({ page, signUp }) => {
    await signUp(page)
    await drawn(page)
    const slot = page.locator('[data-live-slot]')
    const front = await pixelsOf(slot)
    const box = await stage(page).boundingBox()
    if (!box) throw new Error('The stage has no size.')
    await page.mouse.move(box.x + 60, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + 260, box.y + 90, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Save the view as a shot' }).click()
    await page.getByLabel(/^New name of/).fill('From the side')
    await page.keyboard.press('Enter')
    await expect(row(page, 'From the side')).toBeVisible()

    await row(page, 'Front').click()
    await drawn(page)
    expect(difference(front, await pixelsOf(slot))).toBeLessThan(0.5)
    await row(page, 'From the side').click()
    await drawn(page)
    expect(difference(front, await pixelsOf(slot))).toBeGreaterThan(1)
    await saved(page)
    await page.reload()
    await expect(row(page, 'From the side')).toBeVisible()
  })

  test('shortcuts stay silent while somebody types', async ({ page, signUp }) => {
    await signUp(page)
    await drawn(page)
    await row(page, 'Bottle').click()
    const prompt = page.getByRole('textbox', { name: 'Prompt' })
    await prompt.fill('')
    await prompt.pressSequentially('whereg?')
    await prompt.press('Delete')
    await expect(prompt).toHaveValue('whereg?')
    await expect(row(page, 'Bottle')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute('aria-pressed', 'true')
  })

  test('a narrow window says so and leads on', async ({ page, signUp }) => {
    await signUp(page)
    await page.setViewportSize({ width: 900, height: 800 })
    await expect(page.getByRole('heading', { name: 'The editor needs a wider window' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Scenes' }).first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'History' }).first()).toBeVisible()
  })
})

test.describe('the grid of scenes', () => {
  test('begins, renames, copies, deletes and brings back', async ({ page, signUp, axe }) => {
    await signUp(page)
    await page.goto('/scenes')
    await axe()
    await page.getByRole('button', { name: /Room corner/ }).click()
    await page.waitForURL(/\/scenes\/scn_/)
    await expect(row(page, 'Cushion')).toBeVisible()

    await page.goto('/scenes')
    await page.getByRole('button', { name: 'More for Room corner' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Reading corner')
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Reading corner', exact: true })).toBeVisible()

    await page.getByRole('button', { name: 'More for Reading corner' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await expect(page.getByRole('heading', { name: 'Reading corner copy' })).toBeVisible()

    await page.getByRole('button', { name: 'More for Reading corner copy' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(page.getByRole('heading', { name: 'Reading corner copy' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('heading', { name: 'Reading corner copy' })).toBeVisible()
  })
})
