/**
 * Left to itself, V8 allows a heap of gigabytes where a machine has them, and lets rubbish pile up to several times what is in
 * use before it looks. What the web has in use is about 100 MB; this is ample, and keeps the process small under load.
 */
const HEAP_MB_MAX = 768

/**
 * The arguments of Node that serve the pages of a build.
 * @param {{ host: string, port: number }} settings
 * @param {string} [nodeOptions] Whoever sets a heap size in NODE_OPTIONS gets theirs: arguments would outrank it.
 * @returns {string[]}
 */
export function webArguments({ host, port }, nodeOptions = process.env.NODE_OPTIONS ?? '') {
  const heap = /--max[-_]old[-_]space[-_]size/.test(nodeOptions) ? [] : [`--max-old-space-size=${HEAP_MB_MAX}`]
  return [...heap, 'node_modules/next/dist/bin/next', 'start', '-H', host, '-p', String(port)]
}
