// Runs after every install: mends packages whose defects hit us, until their makers have. Each patch in scripts/patches is
// named for the package and the version that it belongs to, and says at its top what it mends.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { applyPatch, parsePatch, reversePatch } from 'diff'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'scripts/patches')

for (const name of readdirSync(folder).filter((file) => file.endsWith('.patch'))) {
  const [, pack = '', version = ''] = /^(.+)-(\d+\.\d+\.\d+)\.patch$/.exec(name) ?? []
  const installed = JSON.parse(readFileSync(path.join(root, 'node_modules', pack, 'package.json'), 'utf8')).version
  if (installed !== version)
    throw new Error(`${name} is for ${pack} ${version}, and ${installed} is installed. Make it anew, or remove it where it is no longer needed.`)
  for (const patch of parsePatch(readFileSync(path.join(folder, name), 'utf8'))) {
    const file = path.join(root, (patch.newFileName ?? '').replace(/^b\//, ''))
    const before = readFileSync(file, 'utf8')
    const after = applyPatch(before, patch)
    if (after !== false) writeFileSync(file, after)
    else if (applyPatch(before, reversePatch(patch)) === false) throw new Error(`${name} does not fit ${file}.`)
  }
}
