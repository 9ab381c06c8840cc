import sharp from 'sharp'
import { booked, chooseEngine, chooseSquare, expect, panel, test } from '../fixtures/engines'

const node = (title: string, name: string, inputs: Record<string, unknown>) => ({ inputs, class_type: name, _meta: { title } })

/** As ComfyUI exports it: paints over a picture. */
const EXPORTED = {
  '3': node('KSampler', 'KSampler', {
    ...{ seed: 7, steps: 20, cfg: 6, sampler_name: 'euler', scheduler: 'normal', denoise: 0.6 },
    ...{ model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['11', 0] },
  }),
  '4': node('House model', 'CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }),
  '6': node('Positive words', 'CLIPTextEncode', { text: 'an oak table', clip: ['4', 1] }),
  '7': node('Negative words', 'CLIPTextEncode', { text: 'clutter', clip: ['4', 1] }),
  '8': node('VAE Decode', 'VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
  '9': node('Save Image', 'SaveImage', { filename_prefix: 'house', images: ['8', 0] }),
  '10': node('Our scene', 'LoadImage', { image: 'example.png' }),
  '11': node('VAE Encode', 'VAEEncode', { pixels: ['10', 0], vae: ['4', 2] }),
}
/** As ComfyUI saves it for itself. */
const SAVED = { last_node_id: 11, last_link_id: 12, nodes: [{ id: 3, type: 'KSampler', pos: [10, 20] }], links: [[1, 4, 0, 3, 0, 'MODEL']], version: 0.4 }

const jsonFile = (name: string, content: unknown) => ({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) })

test("an owner brings the team's own workflow, is told what is wrong with a file or a binding, and makes an image of canvas and prompt with it", async ({
  page,
  signUp,
  axe,
  world: { servers, database },
}) => {
  const { email } = await signUp(page)
  const scene = page.url()
  await page.goto('/team/engines')
  const workflows = page.getByRole('region', { name: "The team's own workflows" })
  await workflows.getByRole('button', { name: 'Add workflow' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a workflow' })
  const file = dialog.getByLabel('File')
  const problem = dialog.getByRole('alert')
  const add = dialog.getByRole('button', { name: 'Add workflow' })
  const bind = async (what: string, input: string): Promise<void> => {
    await dialog.getByRole('combobox', { name: what }).click()
    await page.getByRole('option', { name: input }).click()
  }

  await add.click()
  await expect(problem).toHaveText('Choose a file first.')
  await file.setInputFiles({ name: 'table.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47]) })
  await expect(problem).toHaveText('This file is not JSON, so it is no workflow. In ComfyUI choose File, Export (API), and choose that file here.')
  await file.setInputFiles(jsonFile('saved.json', SAVED))
  await expect(problem).toHaveText('This workflow was saved, and Maquette needs it exported. In ComfyUI choose File, Export (API), and choose that file here.')
  await add.click()
  await expect(problem).toContainText('This workflow was saved')

  await file.setInputFiles(jsonFile('house-style.json', EXPORTED))
  await expect(problem).toBeHidden()
  await expect(dialog.getByLabel('Name')).toHaveValue('house-style')
  await dialog.getByLabel('Name').fill('House style')
  await expect(dialog.getByRole('combobox', { name: 'Picture comes from' })).toHaveText('Save Image 9')
  await expect(dialog.getByRole('combobox', { name: 'Prompt' })).toHaveText('Positive words 6, text')
  await bind('Canvas', 'Our scene 10, image')
  await bind('What to leave out', 'Positive words 6, text')
  await add.click()
  await expect(problem).toHaveText('What to leave out and Prompt go to the same input. Choose another for one of them.')
  await bind('What to leave out', 'Negative words 7, text')
  await expect(problem).toBeHidden()
  await axe()
  await add.click()
  await expect(dialog).toBeHidden()
  await expect(workflows.getByRole('listitem')).toContainText('House style')

  servers.comfyUi.behave({})
  await page.goto(scene)
  await chooseSquare(page)
  await chooseEngine(page, 'House style')
  const { prompt, generate } = panel(page)
  await prompt.fill('A walnut table')
  await expect(page.locator('#generate-note').getByText('Free, runs here')).toBeVisible()
  await generate.click()
  await expect(page.getByRole('img', { name: 'Result: A walnut table' })).toBeVisible({ timeout: 30_000 })

  const [asked, ...others] = servers.comfyUi.prompts
  expect(others).toEqual([])
  expect(asked?.graph['6']?.inputs.text).toBe('A walnut table')
  expect(asked?.graph['3']?.inputs).toMatchObject({ steps: 20, denoise: 0.6 })
  const canvas = sharp(servers.comfyUi.uploads.get(String(asked?.graph['10']?.inputs.image)))
  expect(await canvas.metadata()).toMatchObject({ format: 'png', width: 512, height: 512 })
  const [made] = await booked(database, email)
  expect(made).toMatchObject({ status: 'succeeded', cost: 0 })
  await page.goto(`/history/${made?.id}`)
  await expect(page.getByRole('region', { name: 'How it was made' })).toContainText('EngineHouse style')
})
