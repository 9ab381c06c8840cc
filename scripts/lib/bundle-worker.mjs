// Bundles the worker to one file that plain Node runs: the import of TypeScript sources at run time would need a loader.
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '../..')
// The parts have their content in their names, so those of earlier builds would pile up.
await rm(path.join(root, 'dist/worker'), { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { worker: 'inngest/worker.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // The worker shares the data layer with the web, where `server-only` guards it; this condition says "this is a server".
  conditions: ['react-server'],
  packages: 'external',
  // Functions and engines are imported lazily; splitting keeps that so.
  splitting: true,
  chunkNames: 'worker/[hash]',
  sourcemap: true,
  logLevel: 'warning',
})
