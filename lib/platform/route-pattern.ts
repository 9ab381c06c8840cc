import { readFileSync } from 'node:fs'
import path from 'node:path'

type Manifest = { staticRoutes: { page: string }[]; dynamicRoutes: { page: string; regex: string }[] }

let patterns: { fixed: Set<string>; dynamic: { page: string; regex: RegExp }[] } | undefined

/** What the build wrote about its routes; without one, as in development, addresses are not told apart. */
function load(): NonNullable<typeof patterns> {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(path.join(process.cwd(), '.next/routes-manifest.json'), 'utf8'))
    return {
      fixed: new Set(manifest.staticRoutes.map(({ page }) => page)),
      dynamic: manifest.dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) })),
    }
  } catch {
    return { fixed: new Set(), dynamic: [] }
  }
}

/** The pattern of an address, such as `/scenes/[sceneId]`: one of a few dozen words, whatever somebody asks for. */
export function routePattern(url: string): string {
  patterns ??= load()
  const [pathname = '/'] = url.split('?', 1)
  if (pathname.startsWith('/_next/')) return '/_next'
  if (patterns.fixed.has(pathname)) return pathname
  return patterns.dynamic.find(({ regex }) => regex.test(pathname))?.page ?? 'unmatched'
}
