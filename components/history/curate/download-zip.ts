import { askForZip } from '@/components/generate/api'

/**
 * Has the browser save a zip of images. The server streams it, so a form asks for it and the page stays.
 * @returns Why it cannot be had, in words; null once it is on its way.
 */
export async function downloadZip(outputIds: readonly string[]): Promise<string | null> {
  const answer = await askForZip(outputIds)
  if (!answer.ok) return answer.error.message
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/api/outputs/zip'
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = 'outputs'
  field.value = outputIds.join(',')
  form.append(field)
  document.body.append(form)
  form.submit()
  form.remove()
  return null
}
