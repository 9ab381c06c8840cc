import { createHash, randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import type postgres from 'postgres'
import { API_SCOPES, type ApiScope, TOKEN_PREFIX } from '@/lib/domain/api-token'
import { newId } from '@/lib/domain/ids'
import { type Answer, Visitor } from '../fixtures/visitor'
import { SECRETS } from './arrange'
import type { Belongings } from './surface'
import { API_ROUTES } from './surface-api'

/** A token of a team, made for somebody in it. */
async function tokenOf(
  sql: postgres.Sql,
  of: { teamId: string; email: string },
  { scopes = API_SCOPES, expired = false, revoked = false }: { scopes?: readonly ApiScope[]; expired?: boolean; revoked?: boolean } = {},
): Promise<string> {
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url')
  const yesterday = new Date(Date.now() - 86_400_000)
  await sql`
    insert into api_tokens (id, team_id, user_id, token_hash, last_four, name, scopes, expires_at, revoked_at)
    select ${newId('tok')}, ${of.teamId}, id, ${createHash('sha256').update(token).digest('hex')}, ${token.slice(-4)}, 'For the walk', ${[...scopes]}, ${expired ? yesterday : null}, ${revoked ? yesterday : null}
    from users where email = ${of.email}`
  return token
}

const PROGRAMS = Object.entries(API_ROUTES).filter(([, { access }]) => access === 'token')
/** Those that name something by an id. */
const isNamed = (name: string): boolean => name.includes('[') || name === 'POST /api/v1/generate'

/** Without a name the visitor sends no cookie. */
function ask(visitor: Visitor, name: string, ids: Belongings, token?: string): Promise<Answer> {
  const entry = API_ROUTES[name]
  const sent = entry?.send?.(ids) ?? {}
  // A program names no origin.
  const headers = { ...sent.headers, origin: '', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  return visitor.send(entry?.path(ids) ?? '', { ...sent, headers })
}

const errorCode = ({ text }: Answer): string => {
  const { error } = JSON.parse(text) as { error: { code: string; message: string; requestId: string } }
  expect(error).toEqual({ code: expect.any(String), message: expect.any(String), requestId: expect.any(String) })
  return error.code
}

export type Walk = {
  sql: postgres.Sql
  of: Belongings
  owner: Visitor
  strangers: { teamId: string; email: string }
  leavesAsIs: (work: () => Promise<void>) => Promise<void>
}

/** Nothing but a valid token with the right scope of the right team opens an operation, and not even that names other teams. */
export async function refusesPrograms({ sql, of, owner, strangers, leavesAsIs }: Walk): Promise<void> {
  const nobody = new Visitor(owner.origin)
  const [expired, revoked, theirs] = [await tokenOf(sql, of, { expired: true }), await tokenOf(sql, of, { revoked: true }), await tokenOf(sql, strangers)]
  await leavesAsIs(async () => {
    for (const [name] of PROGRAMS) {
      for (const token of [undefined, 'mqt_', TOKEN_PREFIX + 'A'.repeat(43), expired, revoked]) {
        const answer = await ask(nobody, name, of, token)
        expect([answer.status, errorCode(answer)], name).toEqual([401, 'unauthenticated'])
        expect(answer.headers.get('access-control-allow-origin'), name).toBeNull()
      }
      // The owner of everything, by cookie.
      expect((await ask(owner, name, of)).status, name).toBe(401)
      if (isNamed(name)) {
        const answer = await ask(nobody, name, of, theirs)
        expect([answer.status, errorCode(answer)], name).toEqual([404, 'not_found'])
      } else if (name.startsWith('GET ')) {
        const answer = await ask(nobody, name, of, theirs)
        expect(answer.status, name).toBe(200)
        for (const secret of [...Object.values(SECRETS), of.teamId, of.sceneId, of.generationId, of.outputId]) expect(answer.text, name).not.toContain(secret)
      }
    }
    // Each scope opens its own operations and no other.
    const opened: string[] = []
    for (const scope of API_SCOPES) {
      const token = await tokenOf(sql, of, { scopes: [scope] })
      for (const [name, { changes, status = 200 }] of PROGRAMS) {
        if (changes && scope !== 'scenes:read') continue
        const answer = await ask(nobody, name, of, token)
        if (answer.status === status) opened.push(`${scope} ${name}`)
        else expect([answer.status, errorCode(answer)], `${scope} ${name}`).toEqual([403, 'missing_scope'])
      }
    }
    expect(opened.sort()).toEqual([
      'generate GET /api/v1/engines',
      'generations:read GET /api/v1/generations',
      'generations:read GET /api/v1/generations/[generationId]',
      'outputs:read GET /api/v1/outputs/[outputId]',
      'outputs:read GET /api/v1/outputs/[outputId]/file',
      'scenes:read GET /api/v1/scenes',
      'scenes:read GET /api/v1/scenes/[sceneId]',
      'usage:read GET /api/v1/usage',
    ])
  })
  // A token is a key to /api/v1 and to nothing else.
  for (const path of ['/scenes', `/api/scenes/${of.sceneId}`, `/api/files/${of.outputAssetId}`, '/api/history']) {
    const answer = await nobody.send(path, { headers: { authorization: `Bearer ${await tokenOf(sql, of)}` } })
    expect([307, 401, 404], path).toContain(answer.status)
  }
}

/** The right token may do all of it, so that no refusal was for another reason. What it began is canceled again. */
export async function letsPrograms({ sql, of, owner }: Pick<Walk, 'sql' | 'of' | 'owner'>): Promise<void> {
  const nobody = new Visitor(owner.origin)
  const token = await tokenOf(sql, of)
  for (const [name, { status = 200 }] of PROGRAMS) {
    const answer = await ask(nobody, name, of, token)
    expect(answer.status, `${name}: ${answer.text.slice(0, 200)}`).toBe(status)
    if (name !== 'POST /api/v1/generate') continue
    const { id } = JSON.parse(answer.text) as { id: string }
    expect((await ask(nobody, 'POST /api/v1/generations/[generationId]/cancel', { ...of, generationId: id }, token)).status).toBe(200)
  }
}
