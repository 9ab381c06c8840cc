/**
 * Where a ComfyUI is, and what lets in there.
 * @param baseUrl An address with or without a slash at its end. A name and password in it go into a header, and out of the address.
 */
export function comfyUiAddress(baseUrl: string): { address: string; headers: Record<string, string> } {
  const url = new URL(baseUrl)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { address: url.href.replace(/\/+$/, ''), headers: username ? { authorization: `Basic ${credentials}` } : {} }
}
