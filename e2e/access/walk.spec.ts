import { expect, test } from '@playwright/test'
import type postgres from 'postgres'
import { SERVER_URL, serverDatabase } from '../fixtures/server'
import { type Answer, builtActions, codeOf, Visitor } from '../fixtures/visitor'
import { arrangeColleague, arrangeOwner, fingerprint, MARKUP, nowhere, SECRETS } from './arrange'
import { ACTIONS, type Access, type Belongings, PAGES, ROUTES } from './surface'
import { letsPrograms, refusesPrograms } from './walk-api'

// Everybody walks through the same things of one owner, who comes last and changes them.
test.describe.configure({ mode: 'serial' })

let sql: postgres.Sql
let owner: Visitor
let viewer: Visitor
let member: Visitor
let admin: Visitor
let outsider: Visitor
let outsiderEmail: string
let of: Belongings
const nobody = new Visitor(SERVER_URL)

test.beforeAll(async () => {
  sql = serverDatabase()
  const arranged = await arrangeOwner(sql)
  owner = arranged.owner
  of = arranged.of
  viewer = await arrangeColleague(sql, 'viewer', of.teamId)
  member = await arrangeColleague(sql, 'member', of.teamId, of.sharedTeamId, of.deletedTeamId)
  admin = await arrangeColleague(sql, 'admin', of.teamId, of.sharedTeamId, of.deletedTeamId)
  outsider = new Visitor(SERVER_URL)
  outsiderEmail = (await outsider.signUp({ name: 'An outsider' })).email
})
test.afterAll(() => sql.end())

const withAccess = <T extends { access: Access }>(table: Record<string, T>, ...wanted: Access[]): [string, T][] =>
  Object.entries(table).filter(([, entry]) => wanted.includes(entry.access))
const routesOf = (...wanted: Access[]) => withAccess(ROUTES, ...wanted).filter(([name]) => name !== 'GET /api/events')
const walkRoute = (visitor: Visitor, name: string, ids = of): Promise<Answer> => {
  const entry = ROUTES[name]
  if (!entry) throw new Error(name)
  return visitor.send(entry.path(ids), entry.send?.(ids))
}
const walkAction = (visitor: Visitor, name: string, ids = of): Promise<Answer> => visitor.call(name, ACTIONS[name]?.args(ids) ?? [])

/** Neither words nor ids of the owner, but for those that the request itself named. */
function expectNoLeak(answer: Answer, asked: string): void {
  const ids = Object.values(of).filter((value): value is string => typeof value === 'string' && value.length > 8 && !asked.includes(value))
  for (const secret of [...Object.values(SECRETS), ...ids]) expect(answer.text, asked).not.toContain(secret)
}
/** An answer without what differs from request to request: the id that was asked for, nonces and the names of rows. */
const essence = (answer: Answer): unknown => [answer.status, answer.result]

async function leavesAsIs(work: () => Promise<void>): Promise<void> {
  const before = await fingerprint(sql, of)
  await work()
  expect(await fingerprint(sql, of)).toBe(before)
}

test('every server action of the build is on the list', () => {
  expect([...builtActions().keys()].sort()).toEqual(Object.keys(ACTIONS).sort())
})

test('somebody outside the team finds nothing of it, under any address, and cannot tell it from what does not exist', async () => {
  await leavesAsIs(async () => {
    for (const [name, entry] of [...withAccess(PAGES, 'team'), ...routesOf('team')]) {
      const path = entry.path(of)
      const walk = (ids: Belongings) => (name.startsWith('/') ? outsider.send(entry.path(ids)) : walkRoute(outsider, name, ids))
      const answer = await walk(of)
      expect(answer.status, name).toBe(404)
      expectNoLeak(answer, path)
      expect(essence(await walk(nowhere(of))), name).toEqual(essence(answer))
    }
  })
})

test('somebody outside the team can do nothing to it with any action', async () => {
  await leavesAsIs(async () => {
    for (const [name, entry] of withAccess(ACTIONS, 'team')) {
      const answer = await walkAction(outsider, name)
      expect(codeOf(answer), `${name}: ${answer.text.slice(0, 200)}`).toBe('not_found')
      expectNoLeak(answer, JSON.stringify(entry.args(of)))
      expect(essence(await walkAction(outsider, name, nowhere(of))), name).toEqual(essence(answer))
    }
  })
})

test("another team's things cannot be smuggled into one's own", async () => {
  const mine = new Visitor(SERVER_URL)
  const own = await mine.signUp()
  const request = ACTIONS.requestGenerationAction?.args({ ...of, sceneId: own.sceneId })[0]
  const withBase = { ...(request as Record<string, unknown>), baseRevision: 1 }
  // Both the picture of the canvas and the reference belong to the other team.
  const answer = await mine.call('requestGenerationAction', [withBase])
  expect(codeOf(answer)).toBe('not_found')
  const inScene = (value: unknown) =>
    mine.send(`/api/scenes/${own.sceneId}`, {
      method: 'PATCH',
      body: JSON.stringify({ baseRevision: 1, patches: [{ path: ['nodes', 'node_x'], value }] }),
    })
  const model = {
    type: 'model',
    name: 'Model',
    visible: true,
    position: [0, 0, 0],
    rotation: [0, 0, 0],
    scale: [1, 1, 1],
    assetId: of.outputAssetId,
    material: null,
  }
  expect(codeOf(await inScene(model))).toBe('invalid')
  const list = await mine.send(`/api/history?scene=${of.sceneId}`)
  expect(list.result).toEqual({ ok: true, value: { items: [], nextCursor: null } })
})

test('a viewer of the team sees everything and changes nothing', async () => {
  await leavesAsIs(async () => {
    for (const [name, { changes, atLeast, status = 200 }] of routesOf('team')) {
      const answer = await walkRoute(viewer, name)
      if (changes || atLeast) expect(codeOf(answer), name).toBe('not_found')
      else expect(answer.status, name).toBe(status)
    }
    for (const [name, { path }] of withAccess(PAGES, 'team')) expect((await viewer.send(path(of))).status, name).toBe(200)
    for (const [name, { forViewers }] of withAccess(ACTIONS, 'team')) {
      if (!forViewers) expect(codeOf(await walkAction(viewer, name)), name).toBe('not_found')
    }
  })
})

test('a viewer of the team sets marks of their own', async () => {
  for (const [name, { forViewers }] of withAccess(ACTIONS, 'team')) {
    if (forViewers) expect((await walkAction(viewer, name)).result, name).toMatchObject({ ok: true })
  }
})

test('a member manages neither people nor settings, and an admin does nothing that takes an owner', async () => {
  await leavesAsIs(async () => {
    for (const [name, { atLeast }] of withAccess(ROUTES, 'team')) if (atLeast) expect(codeOf(await walkRoute(member, name)), name).toBe('not_found')
    for (const [name, { atLeast }] of withAccess(ACTIONS, 'team')) {
      if (atLeast) expect(codeOf(await walkAction(member, name)), name).toBe('not_found')
      if (atLeast === 'owner') expect(codeOf(await walkAction(admin, name)), name).toBe('not_found')
    }
  })
  for (const [name, { path }] of withAccess(PAGES, 'team')) {
    for (const colleague of [member, admin]) expect((await colleague.send(path(of))).status, name).toBe(200)
  }
})

test('a visitor who is signed out is sent to sign in, and gets no data and no change', async () => {
  await leavesAsIs(async () => {
    for (const [name, { path }] of withAccess(PAGES, 'team', 'person')) {
      const answer = await nobody.send(path(of))
      expect(answer.status, name).toBe(307)
      expect(new URL(answer.headers.get('location') ?? '', SERVER_URL).pathname, name).toBe('/sign-in')
    }
    for (const [name, { path }] of routesOf('team', 'person')) {
      const answer = await walkRoute(nobody, name)
      expect([401, 404], name).toContain(answer.status)
      expectNoLeak(answer, path(of))
      expect(essence(await walkRoute(nobody, name, nowhere(of))), name).toEqual(essence(answer))
    }
    expect((await nobody.send('/api/events')).status).toBe(401)
    for (const [name] of withAccess(ACTIONS, 'team', 'person')) {
      const answer = await walkAction(nobody, name)
      expect(['unauthenticated', 'not_found'], `${name}: ${answer.text.slice(0, 200)}`).toContain(codeOf(answer))
      expect(essence(await walkAction(nobody, name, nowhere(of))), name).toEqual(essence(answer))
    }
  })
})

test('a share link opens what it shows to everybody, under its own address alone, and nothing else of the team', async () => {
  const guest = new Visitor(SERVER_URL)
  const entries = [...withAccess(PAGES, 'link'), ...routesOf('link')]
  const walk = (name: string, path: string, ids: Belongings) => guest.send(path, name.startsWith('/') ? {} : ROUTES[name]?.send?.(ids))
  for (const [name, entry] of entries) {
    const answer = await walk(name, entry.path(of), of)
    expect(answer.status, name).toBe(200)
    expect(answer.headers.get('cache-control'), name).toBe('private, no-store')
    expect(answer.headers.get('referrer-policy'), name).toBe('no-referrer')
    expect(answer.headers.get('x-robots-tag'), name).toContain('noindex')
    // The title and the team's name are shown; the prompt, addresses and what else the team has are not.
    for (const secret of [SECRETS.prompt, of.email, of.teamId, of.sceneId, of.generationId, of.outputAssetId]) expect(answer.text, name).not.toContain(secret)
    expect((await walk(name, entry.path(nowhere(of)), nowhere(of))).status, name).toBe(404)
  }
  await leavesAsIs(async () => {
    for (const outputId of [of.generationId, of.outputAssetId, 'x']) expect((await guest.send(`/s/${of.shareToken}/files/${outputId}`)).status).toBe(404)
    for (const [name, { path }] of withAccess(PAGES, 'team')) expect((await guest.send(path(of))).status, name).toBe(307)
    for (const [name, { path }] of routesOf('team')) expect([401, 404], name).toContain((await guest.send(path(of), ROUTES[name]?.send?.(of))).status)
    for (const [name] of withAccess(ACTIONS, 'team')) expect(['unauthenticated', 'not_found'], name).toContain(codeOf(await walkAction(guest, name)))
  })
})

test('what needs no account answers without one', async () => {
  for (const [name, { path }] of withAccess(PAGES, 'everyone')) expect((await nobody.send(path(of))).status, name).toBe(200)
  for (const [name, { status = 200 }] of routesOf('everyone')) expect((await walkRoute(new Visitor(SERVER_URL), name)).status, name).toBe(status)
})

test('what is for the people who run the installation exists for nobody else', async () => {
  await leavesAsIs(async () => {
    for (const [name, { path }] of withAccess(PAGES, 'instance')) {
      for (const visitor of [owner, viewer, outsider]) expect((await visitor.send(path(of))).status, name).toBe(404)
      expect((await nobody.send(path(of))).status, name).toBe(307)
    }
    for (const [name, { path }] of routesOf('instance')) {
      for (const visitor of [owner, viewer, outsider]) expect((await visitor.send(path(of))).status, name).toBe(404)
      expect([401, 404], name).toContain((await nobody.send(path(of))).status)
    }
    for (const [name] of withAccess(ACTIONS, 'instance')) {
      for (const visitor of [owner, viewer, outsider, nobody]) expect(codeOf(await walkAction(visitor, name)), name).toBe('not_found')
    }
  })
})

/** What the people of a suspended team still do: look, leave, and order what is theirs alone. */
const STILL_DONE = new Set([
  ...['publicationStateAction', 'switchTeamAction', 'leaveTeamAction', 'bringBackTeamAction', 'deleteTeamAction'],
  ...['saveFilterAction', 'deleteFilterAction', 'markReadAction', 'revokeSessionAction'],
])

test('in a suspended team every change says so to its owner, what only shows goes on, and outsiders learn nothing', async () => {
  const setSuspended = (at: Date | null) => sql`update teams set suspended_at = ${at} where id in (${of.teamId}, ${of.sharedTeamId})`
  await setSuspended(new Date())
  try {
    await leavesAsIs(async () => {
      for (const [name, entry] of withAccess(ACTIONS, 'team')) {
        if (STILL_DONE.has(name)) continue
        const answer = await walkAction(owner, name)
        expect(codeOf(answer), `${name}: ${answer.text.slice(0, 200)}`).toBe('forbidden')
        expect(answer.text, name).toContain('This team is suspended')
        const others = await walkAction(outsider, name)
        expect(codeOf(others), name).toBe('not_found')
        expectNoLeak(others, JSON.stringify(entry.args(of)))
      }
      for (const [name, { changes }] of routesOf('team')) {
        if (changes && !name.startsWith('GET ')) expect(codeOf(await walkRoute(owner, name)), name).toBe('forbidden')
      }
    })
    // Taking the audit log away is itself written down there.
    for (const [name, { changes, status = 200 }] of routesOf('team')) {
      if (!changes) expect((await walkRoute(owner, name)).status, name).toBe(status)
    }
    for (const [name, { path }] of withAccess(PAGES, 'team', 'person')) {
      if (name.startsWith('/team')) expect((await owner.send(path(of))).status, name).toBe(200)
    }
  } finally {
    await setSuspended(null)
  }
})

test('nothing is changed by a request that names no origin or a foreign one, not even for the owner', async () => {
  const sentence = 'This request did not come from this site. Reload the page and try again.'
  const foreign = ['', 'null', 'https://evil.test', `${SERVER_URL}.evil.test`, SERVER_URL.replace(/:\d+$/, ':1')]
  await leavesAsIs(async () => {
    for (const origin of foreign) {
      for (const [name, entry] of Object.entries(ROUTES)) {
        // The door for a real Inngest asks for signatures instead, and is closed here; programs bring tokens.
        if (/^(GET|HEAD) /.test(name) || name.endsWith('/api/inngest') || name.includes('/api/v1/')) continue
        const answer = await owner.send(entry.path(of), { ...entry.send?.(of), headers: { origin } })
        expect(answer.status, `${name} from ${origin}`).toBe(403)
        expect(answer.text, name).toContain(sentence)
      }
      for (const [name, entry] of Object.entries(ACTIONS)) {
        const answer = await owner.call(name, entry.args(of), { origin })
        expect(answer.status, `${name} from ${origin}`).toBe(403)
        expect(answer.text, name).toContain(sentence)
      }
    }
  })
})

test('a program gets in with a valid token of this team and the right scope alone, and never by a cookie', async () => {
  const [row] = await sql`select m.team_id from memberships m join users u on u.id = m.user_id where u.email = ${outsiderEmail} limit 1`
  await refusesPrograms({ sql, of, owner, strangers: { teamId: String(row?.team_id), email: outsiderEmail }, leavesAsIs })
})

/** Whatever a page shows of the owner's words is text. @returns whether it shows some. */
function expectText(answer: Answer, name: string): boolean {
  expect(answer.headers.get('content-type'), name).toContain('text/html')
  const tag = MARKUP.slice(0, '<img src=x'.length)
  expect(answer.text, name).not.toContain(tag)
  return answer.text.includes(tag.replace('<', '&lt;'))
}

test('names, prompts, comments and titles that are markup are text on every page', async () => {
  const shows: boolean[] = []
  for (const [name, { path }] of withAccess(PAGES, 'team', 'person')) shows.push(expectText(await owner.send(path(of)), name))
  for (const [name, { path }] of withAccess(PAGES, 'link', 'everyone')) shows.push(expectText(await nobody.send(path(of)), name))
  // Otherwise nothing was looked at.
  expect(shows.filter((shown) => shown).length).toBeGreaterThan(10)
})

test('live streams carry what happens in the own team alone', async () => {
  const mine = new Visitor(SERVER_URL)
  const { sceneId } = await mine.signUp()
  const streams = await Promise.all([owner.open('/api/events'), mine.open('/api/events')])
  const [ownersText, myText] = streams.map(readUntil)
  await owner.call('renameSceneAction', [of.sceneId, SECRETS.scene])
  await ownersText?.(of.sceneId)
  await mine.call('renameSceneAction', [sceneId, 'My own'])
  const seen = (await myText?.(sceneId)) ?? ''
  for (const id of [of.sceneId, of.runningGenerationId, of.generationId, of.teamId, ...Object.values(SECRETS)]) expect(seen).not.toContain(id)
  await Promise.all(streams.map((stream) => stream.body?.cancel().catch(() => {})))
})

/** Reads a stream until a text has come. @returns all that came. */
function readUntil(response: Response): (text: string) => Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let all = ''
  return async (text) => {
    while (!all.includes(text)) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) throw new Error(`The stream ended before ${text}: ${all}`)
      all += value
    }
    reader?.releaseLock()
    return all
  }
}

test('the owner may do all of it, so that no refusal above was refused for another reason', async () => {
  for (const [name, { path }] of withAccess(PAGES, 'team', 'person')) expect((await owner.send(path(of))).status, name).toBe(200)
  for (const [name, { status = 200 }] of routesOf('team')) {
    const answer = await walkRoute(owner, name)
    expect(answer.status, `${name}: ${answer.text.slice(0, 200)}`).toBe(status)
  }
  await letsPrograms({ sql, of, owner })
  for (const [name, { endsSession, ownerGets = 'ok' }] of withAccess(ACTIONS, 'team', 'person')) {
    if (endsSession) continue
    const answer = await walkAction(owner, name)
    expect(codeOf(answer), `${name}: ${answer.text.slice(0, 300)}`).toBe(ownerGets)
  }
  await sql`update users set is_instance_admin = true where email = ${of.email}`
  for (const [name, { path }] of [...withAccess(PAGES, 'instance'), ...routesOf('instance')]) {
    const answer = await owner.send(path(of))
    expect(answer.status, name).toBe(200)
    if (name.startsWith('/')) expectText(answer, name)
  }
  for (const [name, { ownerGets = 'ok' }] of withAccess(ACTIONS, 'instance')) expect(codeOf(await walkAction(owner, name)), name).toBe(ownerGets)
  expect(codeOf(await walkAction(owner, 'revokeSessionAction'))).toBe('ok')
  expect((await owner.send(`/api/scenes/${of.sceneId}`)).status).not.toBe(200)
})
