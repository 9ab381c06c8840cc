// The one command: `npm start`. It must load on any Node and before anything is installed, so it says first when Node is
// too old, and imports the rest only then.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 12)) {
  console.error(`Maquette needs Node 20.12 or newer; this is ${process.versions.node}.\n\nInstall a newer one from https://nodejs.org and start again.`)
  process.exit(1)
}
const { serve } = await import('./lib/serve.mjs')
await serve({ mode: 'production' })
