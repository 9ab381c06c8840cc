import { and, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { auditLog, engineKeys, memberships, rateLimits, teams } from '@/db/schema'
import { codeOf } from '@/e2e/fixtures/refusal'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { KEY_FAMILIES, type KeyFamily } from '@/lib/domain/engine-keys'
import { modelOf } from '@/lib/platform/engine-settings'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { listEngineKeys, removeEngineKey, resealEngineKeys, setEngineKey, testEngineKey } from './keys'
import { languageModelOf } from './language-model'
import { listEnginesOf } from './queries'
import { engineSettings, settingsFor } from './settings'

const KEY = 'fal-0123456789-very-secret-wxyz'
const PREVIOUS = 'the secret that this installation had before'
const TEAM = 'team_one'
const OTHER = 'team_two'
const [owner, admin, member, viewer, outsider] = ['usr_owner', 'usr_admin', 'usr_member', 'usr_viewer', 'usr_outsider'].map(person)
if (!owner || !admin || !member || !viewer || !outsider) throw new Error('unreachable')

let takeAway: () => Promise<void>
beforeAll(async () => {
  vi.stubEnv('ENCRYPTION_KEY', 'the secret of this installation, for tests')
  vi.stubEnv('ENCRYPTION_KEY_PREVIOUS', PREVIOUS)
  vi.stubEnv('OPENAI_API_KEY', 'sk-the-key-of-the-installation')
  vi.stubEnv('PROMPT_MODEL', 'google/writer-1')
  for (const name of ['FAL_API_KEY', 'FAL_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY']) vi.stubEnv(name, '')
  takeAway = await arrangeTenants([
    { userId: 'usr_owner', teamId: TEAM, role: 'owner' },
    { userId: 'usr_admin', teamId: TEAM, role: 'admin' },
    { userId: 'usr_member', teamId: TEAM, role: 'member' },
    { userId: 'usr_viewer', teamId: TEAM, role: 'viewer' },
    { userId: 'usr_outsider', teamId: OTHER, role: 'owner' },
  ])
})
afterAll(() => takeAway())
/** The log only grows: what a test did is what came after its beginning. */
let began = new Date(0)
beforeEach(async () => {
  await db().delete(engineKeys)
  await db().delete(rateLimits)
  began = new Date()
})
afterEach(() => vi.restoreAllMocks())

const set = (key = KEY, family: KeyFamily = 'fal', teamId = TEAM, actor = owner) => setEngineKey(actor, { teamId, family, key })
const engine = async (id: string, teamId = TEAM, actor = member) => (await listEnginesOf(actor, teamId)).find(({ capabilities }) => capabilities.id === id)

describe("a team's key", () => {
  test("makes its engine ready for that team alone, and wins over the installation's", async () => {
    expect(await engine('fal')).toMatchObject({ ready: false, reason: expect.stringContaining('FAL_API_KEY') })
    await set()
    await set('sk-the-key-of-the-team', 'openai')
    expect(await engine('fal')).toMatchObject({ ready: true, reason: null })
    expect(await settingsFor(TEAM, 'fal')).toMatchObject({ apiKey: KEY })
    expect(await settingsFor(TEAM, 'openai')).toMatchObject({ apiKey: 'sk-the-key-of-the-team' })
    expect(await engine('fal', OTHER, outsider)).toMatchObject({ ready: false })
    expect(await settingsFor(OTHER, 'fal')).toBeNull()
    expect(await settingsFor(OTHER, 'openai')).toMatchObject({ apiKey: 'sk-the-key-of-the-installation' })
  })

  test('brings no address with it: its row has no place for one, and an engine gets the key and the model alone', async () => {
    for (const family of KEY_FAMILIES) {
      await set('https://elsewhere.invalid/v1', family)
      expect(await settingsFor(TEAM, family)).toStrictEqual({ apiKey: 'https://elsewhere.invalid/v1', model: modelOf(family) })
    }
    const columns = ['teamId', 'family', 'ciphertext', 'nonce', 'keyVersion', 'lastFour', 'setBy', 'setAt', 'testedAt', 'testResult']
    expect(Object.keys(getTableColumns(engineKeys))).toEqual(columns)
  })

  test("improves the team's prompts, which no other team pays for", async () => {
    expect(await languageModelOf(member, TEAM)).toBeNull()
    await set('google-key-of-the-team', 'google')
    expect(await languageModelOf(member, TEAM)).toMatchObject({ family: 'google', model: 'writer-1', apiKey: 'google-key-of-the-team' })
    expect(await languageModelOf(outsider, OTHER)).toBeNull()
  })

  test('gives way to the installation again when it is removed', async () => {
    await set('sk-the-key-of-the-team', 'openai')
    await removeEngineKey(admin, { teamId: TEAM, family: 'openai' })
    expect(await settingsFor(TEAM, 'openai')).toMatchObject({ apiKey: 'sk-the-key-of-the-installation' })
    expect(await codeOf(removeEngineKey(admin, { teamId: TEAM, family: 'openai' }))).toBe('not_found')
  })

  test('is set, replaced, tested and removed by owners and admins alone', async () => {
    const place = { teamId: TEAM, family: 'fal' as const }
    for (const actor of [member, viewer, outsider]) {
      expect(await codeOf(setEngineKey(actor, { ...place, key: KEY }))).toBe('not_found')
      expect(await codeOf(removeEngineKey(actor, place))).toBe('not_found')
      expect(await codeOf(testEngineKey(actor, place, async () => 'works'))).toBe('not_found')
    }
    expect(await codeOf(setEngineKey(anonymous, { ...place, key: KEY }))).toBe('unauthenticated')
    expect(await db().select().from(engineKeys)).toEqual([])
    expect(await codeOf(setEngineKey(admin, { ...place, key: KEY }))).toBe('ok')
    expect(await codeOf(testEngineKey(admin, place, async () => 'works'))).toBe('ok')
  })

  test('is known to members by where it comes from, to owners and admins by its last four characters, and to nobody outside', async () => {
    await set()
    const mine = async (actor = owner) => (await listEngineKeys(actor, TEAM)).keys.find(({ family }) => family === 'fal')
    expect(await mine()).toMatchObject({ source: 'team', own: { lastFour: 'wxyz', setByName: 'usr_owner', testedAtMs: null } })
    for (const actor of [member, viewer]) {
      expect(await mine(actor)).toEqual({ family: 'fal', source: 'team', own: null })
      expect((await listEngineKeys(actor, TEAM)).mayManage).toBe(false)
    }
    expect(await codeOf(listEngineKeys(outsider, TEAM))).toBe('not_found')
  })

  test('lies sealed in its row, and stands nowhere else in the database', async () => {
    await set()
    await set(`${KEY}-again`)
    await testEngineKey(owner, { teamId: TEAM, family: 'fal' }, async () => 'refused')
    await removeEngineKey(owner, { teamId: TEAM, family: 'fal' })
    await set()
    expect(await everything()).not.toContain('very-secret')
    const rows = await db()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.teamId, TEAM), gt(auditLog.createdAt, began)))
    const actions = rows.map(({ action, actorUserId }) => [action, actorUserId])
    expect(actions.sort()).toEqual(
      ['engine-key.removed', 'engine-key.replaced', 'engine-key.set', 'engine-key.set', 'engine-key.tested'].map((action) => [action, 'usr_owner']),
    )
  })

  test('does not open in the row of another team or provider', async () => {
    await set()
    await set('another-key-of-another-team', 'fal', OTHER, outsider)
    await db().execute(sql`
      update engine_keys target set ciphertext = source.ciphertext, nonce = source.nonce
      from engine_keys source where source.team_id = ${TEAM} and target.team_id = ${OTHER}`)
    expect(await settingsFor(OTHER, 'fal')).toBeNull()
    await db().update(engineKeys).set({ family: 'replicate' }).where(eq(engineKeys.teamId, TEAM))
    expect(await settingsFor(TEAM, 'replicate')).toBeNull()
  })

  test("that was sealed with another secret is said to be unreadable, and the installation's is not spent in its place", async () => {
    await set('sk-the-key-of-the-team', 'openai')
    await db().update(engineKeys).set({ keyVersion: '000000000000' })
    expect(await settingsFor(TEAM, 'openai')).toBeNull()
    const sentence =
      "The team's key for OpenAI can no longer be read, because the secret of this installation changed. An owner or admin enters it again on the team's Engines page."
    expect(await engine('openai')).toMatchObject({ ready: false, reason: sentence })
    expect((await listEngineKeys(owner, TEAM)).keys).toContainEqual(expect.objectContaining({ family: 'openai', source: 'unreadable' }))
    await expect(testEngineKey(owner, { teamId: TEAM, family: 'openai' }, async () => 'works')).rejects.toMatchObject({
      code: 'conflict',
      userMessage: sentence,
    })
    expect(await resealEngineKeys(system)).toEqual({ moved: 0, lost: 1 })
    await set('sk-the-key-of-the-team', 'openai')
    expect(await engine('openai')).toMatchObject({ ready: true })
  })

  test('that cannot be one is refused in a sentence that does not repeat it', async () => {
    for (const key of ['short', `${KEY} ${KEY}`, `${KEY}\nx-other: 1`, 'x'.repeat(501)]) {
      const error = await set(key).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'invalid' })
      expect(JSON.stringify(error)).not.toContain('very-secret')
    }
  })

  test('goes with its team', async () => {
    await db().insert(teams).values({ id: 'team_short', name: 'Short', kind: 'shared' })
    await db().insert(memberships).values({ teamId: 'team_short', userId: 'usr_owner', role: 'owner' })
    await set(KEY, 'fal', 'team_short')
    await db().delete(teams).where(eq(teams.id, 'team_short'))
    expect(await db().select().from(engineKeys)).toEqual([])
  })
})

test('a key that the previous secret sealed works on, and is sealed anew with the present one', async () => {
  await set()
  vi.resetModules()
  vi.stubEnv('ENCRYPTION_KEY', PREVIOUS)
  // Modules of its own, as in the process that ran before the secret was changed.
  const before = await import('@/lib/platform/seal-key')
  const place = { teamId: TEAM, family: 'fal' }
  await db().update(engineKeys).set(before.sealKey(KEY, place))
  expect(await settingsFor(TEAM, 'fal')).toMatchObject({ apiKey: KEY })
  expect(await resealEngineKeys(system)).toEqual({ moved: 1, lost: 0 })
  expect(await resealEngineKeys(system)).toEqual({ moved: 0, lost: 0 })
  const [row] = await db().select().from(engineKeys)
  expect(row?.keyVersion).not.toBe(before.presentKeyVersion())
  expect(row && before.openKey(row, place)).toBeNull()
  expect(await settingsFor(TEAM, 'fal')).toMatchObject({ apiKey: KEY })
})

describe('the test of a key', () => {
  const place = { teamId: TEAM, family: 'fal' as const }

  test('asks with the key that counts and keeps the answer with it', async () => {
    await set()
    const asked = vi.fn(async () => 'no_quota' as const)
    expect(await testEngineKey(owner, place, asked)).toBe('no_quota')
    expect(asked).toHaveBeenCalledWith('fal', KEY)
    const [row] = await db().select().from(engineKeys).where(eq(engineKeys.family, 'fal'))
    expect(row).toMatchObject({ testResult: 'no_quota', testedAt: expect.any(Date) })
  })

  test("also asks about the installation's key, and says so where there is none", async () => {
    const asked = vi.fn(async () => 'works' as const)
    expect(await testEngineKey(owner, { teamId: TEAM, family: 'openai' }, asked)).toBe('works')
    expect(asked).toHaveBeenCalledWith('openai', 'sk-the-key-of-the-installation')
    await expect(testEngineKey(owner, { teamId: TEAM, family: 'google' }, asked)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('says nothing of a key that took its place meanwhile', async () => {
    await set()
    await testEngineKey(owner, place, async () => {
      await set('fal-another-key-0123456789')
      return 'works'
    })
    const [row] = await db()
      .select()
      .from(engineKeys)
      .where(and(eq(engineKeys.teamId, TEAM), eq(engineKeys.family, 'fal')))
    expect(row?.testResult).toBeNull()
  })

  test('is made twelve times a minute by a team, two for each provider, whoever presses', async () => {
    await set()
    for (let n = 0; n < 12; n++) expect(await codeOf(testEngineKey(n % 2 ? owner : admin, place, async () => 'works'))).toBe('ok')
    const asked = vi.fn(async () => 'works' as const)
    expect(await codeOf(testEngineKey(owner, place, asked))).toBe('rate_limited')
    expect(asked).not.toHaveBeenCalled()
  })
})

test('what a page gets of the keys holds nothing sealed and nothing open', async () => {
  await set()
  const page = JSON.stringify([await listEngineKeys(owner, TEAM), await listEnginesOf(owner, TEAM)])
  const [row] = await db().select().from(engineKeys)
  for (const secret of [KEY, 'very-secret', row?.ciphertext, row?.nonce]) expect(page).not.toContain(secret)
  // The settings that hold it have only functions, which no page and no log can carry away.
  expect(JSON.stringify(await engineSettings(owner, TEAM))).toBe('{"workflows":[]}')
})

/** Every row of every table, as one text. */
async function everything(): Promise<string> {
  const tables = await db().execute<{ name: string }>(sql`select tablename as name from pg_tables where schemaname = 'public'`)
  const texts = await Promise.all(
    tables.map(async ({ name }) => JSON.stringify(await db().execute(sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t`))),
  )
  return texts.join('\n')
}
