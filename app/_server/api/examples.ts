/** The programs on the page for developers. The journey through the API takes them from there and runs them. */

export const firstImageJs = (origin: string): string => `// first-image.mjs, for Node 20 or later:  MAQUETTE_TOKEN=mqt_… node first-image.mjs
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { env } from 'node:process'

const api = '${origin}/api/v1'
const authorization = \`Bearer \${env.MAQUETTE_TOKEN}\`

async function ask(path, body) {
  const json = body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const response = await fetch(api + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization, ...json },
    body: body && JSON.stringify(body),
  })
  if (response.ok) return response
  const { error } = await response.json()
  throw new Error(\`\${error.message} (\${error.code}, \${error.requestId})\`)
}

// The scene that was changed last.
const { items } = await (await ask('/scenes?limit=1')).json()
const [scene] = items

// Generate an image of it.
const { id } = await (
  await ask('/generate', {
    sceneId: scene.id,
    prompt: 'Golden hour, long shadows',
    ratio: '4:3',
    engine: 'studio',
    settings: { size: 512, quality: 'draft' },
  })
).json()

// Wait until it is done. A webhook spares you this.
let generation
do {
  await new Promise((resolve) => setTimeout(resolve, 2000))
  generation = await (await ask(\`/generations/\${id}\`)).json()
  console.log(generation.status, generation.progress?.step ?? '')
} while (['queued', 'running'].includes(generation.status))
if (generation.status !== 'succeeded') throw new Error(generation.error?.message ?? generation.status)

// Download every image.
for (const output of generation.outputs) {
  const file = await ask(\`/outputs/\${output.id}/file?format=jpeg\`)
  await writeFile(\`\${output.id}.jpg\`, Buffer.from(await file.arrayBuffer()))
  console.log(\`\${output.id}.jpg\`)
}
`

export const firstImageCurl = (origin: string): string => `export MAQUETTE_TOKEN=mqt_…
API=${origin}/api/v1
AUTH="Authorization: Bearer $MAQUETTE_TOKEN"

# The scene that was changed last.
SCENE=$(curl -fsS -H "$AUTH" "$API/scenes?limit=1" | jq -r '.items[0].id')

# Generate an image of it.
ID=$(curl -fsS -H "$AUTH" -H "Content-Type: application/json" -H "Idempotency-Key: $(uuidgen)" \\
  -d "{\\"sceneId\\":\\"$SCENE\\",\\"prompt\\":\\"Golden hour\\",\\"settings\\":{\\"size\\":512,\\"quality\\":\\"draft\\"}}" \\
  "$API/generate" | jq -r .id)

# Wait until it is done. A webhook spares you this.
until curl -fsS -H "$AUTH" "$API/generations/$ID" | jq -e '.finishedAt' > /dev/null; do sleep 2; done

# Download the first image.
OUTPUT=$(curl -fsS -H "$AUTH" "$API/generations/$ID" | jq -r '.outputs[0].id')
curl -fsS -H "$AUTH" -o image.jpg "$API/outputs/$OUTPUT/file?format=jpeg"
`

export const uploadCurl = (origin: string): string => `curl -fsS -H "Authorization: Bearer $MAQUETTE_TOKEN" \\
  --data-binary @reference.jpg -H "Content-Type: image/jpeg" \\
  ${origin}/api/v1/assets

# Then name its id in POST /generate:
#   "references": [{ "assetId": "ast_…", "role": "style", "strength": 0.7 }]
`

export const receiverJs = (): string => `// receive.mjs, for Node 20 or later:  MAQUETTE_WEBHOOK_SECRET=whsec_… PORT=4000 node receive.mjs
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { env } from 'node:process'

const secret = Buffer.from(env.MAQUETTE_WEBHOOK_SECRET.replace('whsec_', ''), 'base64')
const TOLERANCE_SECONDS = 300

function isGenuine(headers, body) {
  const [id, time, signatures = ''] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name])
  if (!id || Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE_SECONDS) return false
  const own = createHmac('sha256', secret).update(\`\${id}.\${time}.\${body}\`).digest()
  return signatures.split(' ').some((each) => {
    const [version, signature = ''] = each.split(',')
    const theirs = Buffer.from(signature, 'base64')
    return version === 'v1' && theirs.length === own.length && timingSafeEqual(theirs, own)
  })
}

createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end()
  const { type, data } = JSON.parse(body)
  // The same webhook-id may come twice: keep those that you have seen.
  console.log(request.headers['webhook-id'], type, data.generationId ?? '', data.outputIds ?? '')
  response.writeHead(204).end()
}).listen(Number(env.PORT ?? 4000), () => console.log('listening'))
`
