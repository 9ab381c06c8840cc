/** Has the browser save a zip of images. The server streams it, so a form asks for it and the page stays. */
export function downloadZip(outputIds: readonly string[]): void {
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
}
