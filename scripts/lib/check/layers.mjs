import path from 'node:path'
import { importsOf, isTest } from './sources.mjs'

/**
 * The rooms of the house and what each may import of the others: docs/architecture.md, "Imports run one way". The first
 * room whose pattern fits a file is its room. A room may always import itself, and everything may import the domain.
 * @type {{ room: string, files: RegExp, imports: string[] }[]}
 */
const ROOMS = [
  { room: 'domain', files: /^lib\/domain\//, imports: [] },
  { room: 'scene', files: /^lib\/scene\//, imports: [] },
  { room: 'platform', files: /^lib\/platform\//, imports: [] },
  { room: 'db', files: /^db\//, imports: [] },
  // What each engine can take is plain data, which panel and server obey without loading any engine.
  { room: 'engine tables', files: /^lib\/engines\/[^/]+\/capabilities\.ts$/, imports: [] },
  { room: 'engines', files: /^lib\/engines\//, imports: ['scene', 'platform', 'engine tables'] },
  { room: 'fidelity', files: /^lib\/fidelity\//, imports: ['scene'] },
  { room: 'mask', files: /^lib\/mask\//, imports: ['fidelity'] },
  { room: 'auth', files: /^lib\/auth\//, imports: ['db', 'platform'] },
  { room: 'data', files: /^lib\/data\//, imports: ['db', 'scene', 'platform', 'engine tables'] },
  { room: 'components', files: /^components\//, imports: ['scene'] },
  { room: 'executor', files: /^inngest\/embedded\//, imports: ['db', 'data', 'platform', 'functions', 'events'] },
  { room: 'functions', files: /^inngest\/functions\//, imports: ['data', 'engines', 'engine tables', 'fidelity', 'mask', 'scene', 'platform', 'events'] },
  { room: 'worker', files: /^inngest\/(worker|serve-worker|serve-metrics)\.ts$/, imports: ['executor', 'functions', 'events', 'platform', 'data'] },
  { room: 'events', files: /^inngest\/[^/]+\.ts$/, imports: ['platform', 'data', 'executor'] },
  // A serverless host has no worker, so the web itself can serve the functions.
  { room: 'inngest route', files: /^app\/api\/inngest\//, imports: ['functions', 'events', 'platform'] },
  // Whether the built-in engine loads is part of being ready.
  { room: 'ready route', files: /^app\/api\/ready\//, imports: ['engines', 'events'] },
  { room: 'app', files: /^(app\/|proxy\.ts$|instrumentation[^/]*\.ts$)/, imports: ['data', 'auth', 'components', 'scene', 'platform', 'events'] },
]

/**
 * Packages that belong to certain rooms. `*` at the end stands for anything.
 * @type {{ packages: string[], rooms: string[], why: string }[]}
 */
const PACKAGES = [
  {
    packages: ['drizzle-orm*', 'postgres', 'pg', '@auth/drizzle-adapter'],
    rooms: ['db', 'data', 'auth', 'executor'],
    why: 'only data, auth and the executor touch the database',
  },
  { packages: ['react', 'react-dom*', '@react-three/*'], rooms: ['components', 'app'], why: 'only components and routes draw' },
  { packages: ['three', 'three/*'], rooms: ['scene', 'components', 'engines', 'platform'], why: 'only the scene, the editor and engines know three' },
  { packages: ['next', 'next/*', 'next-auth*'], rooms: ['app', 'auth', 'components', 'inngest route', 'ready route'], why: 'only the web knows Next' },
  {
    packages: ['inngest', 'inngest/*', 'graphile-worker'],
    rooms: ['executor', 'functions', 'worker', 'events', 'inngest route'],
    why: 'only background work knows Inngest',
  },
]

/**
 * Imports that break the rules between the rooms. Tests may import helpers from anywhere, hence are left out.
 * @param {import('./sources.mjs').Source[]} sources
 * @returns {string[]} One line a violation, `file:line what is wrong`.
 */
export function layerProblems(sources) {
  const names = new Set(sources.map((source) => source.file))
  return sources
    .filter(({ file }) => !isTest(file) && roomOf(file) !== undefined)
    .flatMap(({ file, text }) =>
      importsOf(text).flatMap(({ specifier, line }) => {
        const problem = judge(file, specifier, names)
        return problem ? [`${file}:${line} ${problem}`] : []
      }),
    )
}

/**
 * @param {string} file
 * @param {string} specifier
 * @param {Set<string>} names
 * @returns {string | undefined}
 */
function judge(file, specifier, names) {
  const from = ROOMS.find(({ files }) => files.test(file))
  if (!from) return undefined
  const target = resolveImport(file, specifier, names)
  if (target === undefined) return judgePackage(from.room, specifier)
  const to = roomOf(target)
  if (to === undefined) return isTest(target) ? `imports ${target}: product code does not import tests` : undefined
  if (to === from.room || to === 'domain' || from.imports.includes(to)) return undefined
  return `imports ${target}: ${from.room} may not import ${to}`
}

/**
 * @param {string} room
 * @param {string} specifier
 */
function judgePackage(room, specifier) {
  const fits = (/** @type {string} */ pattern) => (pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern)
  if (room === 'domain' && specifier !== 'zod') return `imports ${specifier}: the domain imports zod alone`
  const rule = PACKAGES.find(({ packages }) => packages.some(fits))
  return rule && !rule.rooms.includes(room) ? `imports ${specifier}: ${rule.why}` : undefined
}

/** @param {string} file */
const roomOf = (file) => ROOMS.find(({ files }) => files.test(file))?.room

/**
 * The file that an import leads to, or `undefined` for a package.
 * @param {string} from
 * @param {string} specifier
 * @param {Set<string>} names
 * @returns {string | undefined}
 */
function resolveImport(from, specifier, names) {
  let base
  if (specifier.startsWith('@/')) base = specifier.slice(2)
  else if (specifier.startsWith('.')) base = path.posix.join(path.posix.dirname(from), specifier)
  else return undefined
  return ['', '.ts', '.tsx', '.mjs', '/index.ts', '/index.tsx'].map((ending) => base + ending).find((candidate) => names.has(candidate)) ?? base
}

/** The one route that shows the 3D editor, and the file name of everything that Next loads with a page. */
const EDITOR_ROUTE = /^app\/scenes\/\[sceneId\]\//
const ROUTE_ENTRY = /^app\/.*(page|layout|error|not-found|loading|template)\.tsx$/

/**
 * Pages outside the editor whose browser code would carry three.js. A lazy import loads it only when reached, so it
 * ends the search, as does a type.
 * @param {import('./sources.mjs').Source[]} sources
 * @returns {string[]}
 */
export function heavyRouteProblems(sources) {
  const names = new Set(sources.map((source) => source.file))
  const texts = new Map(sources.map((source) => [source.file, source.text]))
  return sources
    .filter(({ file }) => ROUTE_ENTRY.test(file) && !EDITOR_ROUTE.test(file))
    .flatMap(({ file }) => {
      const way = wayToThree(file, texts, names)
      return way ? [`${file} loads three.js: ${way.join(' -> ')}`] : []
    })
}

/**
 * @param {string} entry
 * @param {Map<string, string>} texts
 * @param {Set<string>} names
 * @returns {string[] | undefined} The chain of files.
 */
function wayToThree(entry, texts, names) {
  /** @type {[string, string[]][]} */
  const open = [[entry, [entry]]]
  const seen = new Set([entry])
  for (let next = open.shift(); next; next = open.shift()) {
    const [file, way] = next
    for (const { specifier, isType, isLazy } of importsOf(texts.get(file) ?? '')) {
      if (isType || isLazy) continue
      if (specifier === 'three' || /^(three\/|@react-three\/)/.test(specifier)) return [...way, specifier]
      const target = resolveImport(file, specifier, names)
      if (!target || seen.has(target) || !texts.has(target)) continue
      seen.add(target)
      open.push([target, [...way, target]])
    }
  }
  return undefined
}
