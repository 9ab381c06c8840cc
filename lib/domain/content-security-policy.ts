/**
 * For answers that are no page: data and files. Opened by itself in a browser, nothing in one may run, load, be framed or
 * send a form, whatever bytes it holds.
 */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

export type CspOptions = {
  /** Fresh for every response; scripts carry it. */
  nonce: string
  /** The development server evaluates strings and talks to the browser over a socket. */
  isDevelopment: boolean
  /** Origins of the providers that sign people in: before the scripts have loaded, a form leads there by redirect. */
  formTargets?: readonly string[]
}

/**
 * What a page may load. Scripts run by nonce, and what they load in turn (`strict-dynamic`); styles may stand inline;
 * everything else comes from this origin, or from memory (`blob:`) for the models, textures and workers of the 3D view.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, formTargets = [] }: CspOptions): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'self'"],
    'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", 'blob:', ...(isDevelopment ? ['ws:'] : [])],
    'worker-src': ["'self'", 'blob:'],
    'media-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'", ...formTargets],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
