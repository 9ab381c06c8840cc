import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advisoryProblems } from './advisories.mjs'
import { houseProblems, settingsProblems } from './house-rules.mjs'
import { heavyRouteProblems, layerProblems } from './layers.mjs'
import { boundToRegistry, licenceProblems, missingPlatformPackages } from './packages.mjs'
import { importsOf, readSources } from './sources.mjs'

const root = path.resolve(import.meta.dirname, '../../..')
let house: string

beforeEach(() => {
  house = mkdtempSync(path.join(tmpdir(), 'maquette-house-'))
})
afterEach(() => {
  rmSync(house, { recursive: true, force: true })
})

function plant(file: string, text: string): void {
  const full = path.join(house, file)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
}

describe('the rules between rooms', () => {
  test('find a component that reads the data layer, by either way of writing the path', () => {
    plant('lib/data/scenes/queries.ts', 'export const listScenes = () => []\n')
    plant('components/editor/list.tsx', "import { listScenes } from '@/lib/data/scenes/queries'\nexport const list = listScenes()\n")
    plant('components/editor/other.tsx', "import { listScenes } from '../../lib/data/scenes/queries'\nexport const list = listScenes()\n")
    expect(layerProblems(readSources(house))).toEqual([
      'components/editor/list.tsx:1 imports lib/data/scenes/queries.ts: components may not import data',
      'components/editor/other.tsx:1 imports lib/data/scenes/queries.ts: components may not import data',
    ])
  })

  test('find a lazy import and an import of types', () => {
    plant('lib/engines/studio/index.ts', "import type { Row } from '@/db/schema'\nexport const load = (): Promise<Row> => import('@/lib/data/scenes')\n")
    expect(layerProblems(readSources(house))).toHaveLength(2)
  })

  test('find a package in a room that must not know it', () => {
    plant('lib/domain/price.ts', "import { nanoid } from 'nanoid'\nexport const id = nanoid()\n")
    plant('app/page.tsx', "import { eq } from 'drizzle-orm'\nexport default eq\n")
    expect(layerProblems(readSources(house)).map((problem) => problem.split(' ')[0])).toEqual(['app/page.tsx:1', 'lib/domain/price.ts:1'])
  })

  test('let the agreed directions through', () => {
    plant('lib/domain/ids.ts', "import { z } from 'zod'\nexport const id = z.string()\n")
    plant('lib/data/scenes/dto.ts', "import { eq } from 'drizzle-orm'\nimport { id } from '@/lib/domain/ids'\nexport const both = [eq, id]\n")
    plant('app/page.tsx', "import { both } from '@/lib/data/scenes/dto'\nexport default both\n")
    expect(layerProblems(readSources(house))).toEqual([])
  })

  test('find three.js on a page outside the editor, unless it is loaded lazily', () => {
    plant('components/history/row.tsx', "import { Vector3 } from 'three'\nexport const row = new Vector3()\n")
    plant('app/history/page.tsx', "import { row } from '@/components/history/row'\nexport default row\n")
    plant('app/scenes/page.tsx', "const load = () => import('@/components/history/row')\nexport default load\n")
    plant('app/scenes/[sceneId]/page.tsx', "import { row } from '@/components/history/row'\nexport default row\n")
    expect(heavyRouteProblems(readSources(house))).toEqual(['app/history/page.tsx loads three.js: app/history/page.tsx -> components/history/row.tsx -> three'])
  })

  test('read imports that span lines, and no import in a comment', () => {
    const text = "import {\n  a,\n  type B,\n} from './x'\nexport { c } from './y'\n// import { d } from './z'\nimport './w'\nconst e = () => import('./v')\n"
    expect(importsOf(text).map(({ specifier, line, isLazy }) => [specifier, line, isLazy])).toEqual([
      ['./x', 1, false],
      ['./y', 5, false],
      ['./w', 7, false],
      ['./v', 8, true],
    ])
  })
})

describe('import cycles', () => {
  test('are errors of the linter as it is configured', () => {
    copyFileSync(path.join(root, 'biome.json'), path.join(house, 'biome.json'))
    plant('lib/domain/a.ts', "import { b } from './b'\n\nexport const a = () => b()\n")
    plant('lib/domain/b.ts', "import { a } from './a'\n\nexport const b = (): unknown => a\n")
    const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
    const lint = () => spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', '.'], { cwd: house, encoding: 'utf8' })
    const withCycle = lint()
    expect(withCycle.stderr + withCycle.stdout).toContain('noImportCycles')
    expect(withCycle.status).toBe(1)
    plant('lib/domain/b.ts', 'export const b = (): unknown => 1\n')
    expect(lint().status).toBe(0)
  })
})

describe('the rules of the house', () => {
  test.each([
    ['lib/data/x.ts', 'export const port = process.env.PORT\n', 'process.env'],
    ['lib/data/x.ts', `export const x = (y: ${'any'}) => y\n`, 'type any'],
    ['lib/data/x.ts', `// ${'@ts'}-ignore\nexport const x = 1\n`, 'turns a check off'],
    ['lib/data/x.test.ts', `test${'.only'}('x', () => {})\n`, 'leaves tests out'],
    ['lib/data/BigName.ts', 'export const x = 1\n', 'kebab-case'],
    ['lib/data/x.ts', 'export const x = 1\n'.repeat(501), '501 lines'],
    ['lib/data/x.ts', 'export default 1\n', 'default export'],
    ['components/x.tsx', 'export const x = (html: string) => <p dangerouslySetInnerHTML={{ __html: html }} />\n', 'makes HTML from a text'],
    ['components/x.ts', 'export const x = (to: Element, html: string) => { to.innerHTML = html }\n', 'makes HTML from a text'],
  ])('%s: %#', (file, text, problem) => {
    plant(file, text)
    expect(houseProblems(readSources(house))).toEqual([expect.stringContaining(problem)])
  })

  test('let the names of routes, environment settings in their one place and words in comments through', () => {
    plant('app/(public)/sign-in/[[...path]]/page.tsx', 'export default 1\n')
    plant('app/scenes/[sceneId]/_components/tool-bar.tsx', '// Any size will do; process.env is not read here.\nexport const x = 1\n')
    plant('lib/platform/env.ts', 'export const x = process.env\n')
    expect(houseProblems(readSources(house))).toEqual([])
  })

  test('ask for every setting in the documentation, with the default that it has', () => {
    const settings = { SMTP_URL: { kind: 'text' }, MAIL_FROM: { kind: 'text' }, PORT: { kind: 'integer', min: 1, max: 9, default: 3 } } as const
    const documentation = '| `SMTP_URL` | mail server | none |\n| `PORT` | port | 4 |'
    expect(settingsProblems(settings, documentation)).toEqual([
      'docs/configuration.md does not explain MAIL_FROM',
      'docs/configuration.md gives another default of PORT than 3',
    ])
  })
})

describe('the lockfile', () => {
  const packages = {
    '': {},
    'node_modules/a': { license: 'MIT', optionalDependencies: { 'a-linux': '1', 'a-mac': '1' } },
    'node_modules/a-linux': { license: '(GPL-3.0 OR MIT)' },
    'node_modules/b': { license: 'GPL-3.0', resolved: 'https://registry.example/b.tgz' },
  }

  test('must name the packages of every platform', () => {
    expect(missingPlatformPackages(packages)).toEqual(['package-lock.json lacks a-mac@1, which a needs on some platform'])
  })

  test('must not be bound to one registry', () => {
    expect(boundToRegistry(packages)).toHaveLength(1)
  })

  test('must hold permissive licences alone', () => {
    expect(licenceProblems(packages)).toEqual(['b is licensed "GPL-3.0", which is not known to be permissive'])
  })
})

describe('the advisories of npm', () => {
  const advisory = (severity: string) => ({ name: 'left-part', title: 'Runs what it is given', severity, url: `https://example.org/${severity}` })
  const report = {
    vulnerabilities: { 'left-part': { via: [advisory('critical'), advisory('moderate'), advisory('high')] }, whole: { via: ['left-part', advisory('high')] } },
  }
  const lines = ['critical', 'high'].map((severity) =>
    expect.stringContaining(`left-part: Runs what it is given (${severity}), https://example.org/${severity}.`),
  )

  test('are named once each, from high severity on', () => {
    expect(advisoryProblems(report)).toEqual(lines)
    expect(advisoryProblems({})).toEqual([])
  })

  test('that were accepted with a reason count again after their day', () => {
    const accepted = new Map([['https://example.org/critical', { because: 'We give it nothing.', until: '2026-12-01' }]])
    expect(advisoryProblems(report, accepted, new Date('2026-11-30'))).toEqual(lines.slice(1))
    expect(advisoryProblems(report, accepted, new Date('2026-12-02'))).toEqual(lines)
  })
})
