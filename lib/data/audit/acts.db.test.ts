import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { auditLog, users } from '@/db/schema'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { NO_QUOTAS } from '@/lib/domain/instance/quotas'
import { type UserActor, visitor } from '../actor'
import { createApiToken, revokeApiToken } from '../api-tokens/mutations'
import { grantException, setBudget } from '../budgets/mutations'
import { createCollection, deleteCollection } from '../collections/mutations'
import { db } from '../db'
import { removeEngineKey, setEngineKey } from '../engines/keys'
import { createAnnouncement, deleteAnnouncement } from '../instance/announcements'
import { setInstanceAdmin, suspendUser } from '../instance/change-user'
import { setTeamEngines, setTeamQuotas } from '../instance/quotas'
import { setSignUpPolicy } from '../instance/settings'
import { restoreTeam, suspendTeam } from '../instance/suspend-team'
import { invite, revokeInvitation } from '../invitations/mutations'
import { createBlankScene, deleteScene } from '../scenes/mutations'
import { endSession, signInWithPassword } from '../sessions/mutations'
import { createShareLink, revokeShareLink, setSharingAllowed, updateShareLink } from '../share-links/mutations'
import { changeRole, leaveTeam, removeMember } from '../teams/members'
import { deleteTeam } from '../teams/mutations'
import { signUp } from '../users/sign-up'
import { createWebhook, deleteWebhook } from '../webhooks/mutations'
import { setTeamRetention } from './retention'

const TEAM = 'team_one'
const PASSWORD = 'teal orbit lamp'
const ADDRESS = '203.0.113.7'
const BROWSER = 'Browser of the tests'
const client = { address: ADDRESS, userAgent: BROWSER }

let tearDown: () => Promise<void>
beforeAll(async () => {
  vi.stubEnv('ENCRYPTION_KEY', 'the secret of this installation, for tests')
  tearDown = await arrangeTenants([
    { userId: 'usr_root', teamId: 'team_root', role: 'owner' },
    { userId: 'usr_owner', teamId: TEAM, role: 'owner' },
    { userId: 'usr_member', teamId: TEAM, role: 'member' },
    { userId: 'usr_other', teamId: TEAM, role: 'member' },
  ])
  await db().update(users).set({ isInstanceAdmin: true }).where(eq(users.id, 'usr_root'))
})
afterAll(async () => {
  await tearDown()
  vi.unstubAllEnvs()
})

/** Each act comes in a request of its own, whose id tells its rows from all others. */
let requests = 0
const from = () => ({ address: ADDRESS, userAgent: BROWSER, requestId: `request-${requests}` })
const as = (userId: string): UserActor => ({ ...person(userId), from: from() })
const owner = () => as('usr_owner')
const root = (): UserActor => ({ ...as('usr_root'), isInstanceAdmin: true })
/** What earlier acts made, by name. */
const made: Record<string, string> = {}
const keep = async (name: string, work: Promise<{ id: string }>) => {
  made[name] = (await work).id
}
const the = (name: string): string => made[name] ?? name

type Row = { action: AuditAction; who: string | null; target: string | null; before?: unknown; after?: unknown }
const link = { expiresInDays: 30, password: null, allowDownload: true, showDetails: false, allowComments: false }
const scopes = ['scenes:read'] as const
const events = ['generation.failed'] as const
const limits = { images: 5, moneyMicroUsd: null }

/** In this order: later acts need what earlier ones made. */
const ACTS: [string, () => Promise<unknown>, () => Row][] = [
  // Sign-ins.
  [
    'somebody opens an account',
    () => signUp(visitor(from()), { email: 'ada@example.org', password: PASSWORD, client }),
    () => ({ action: 'user.signed-up', who: the('ada'), target: the('ada') }),
  ],
  [
    'a sign-in that fails',
    () => signInWithPassword(visitor(from()), { email: 'ada@example.org', password: 'not this', client }).catch(() => {}),
    () => ({ action: 'sign-in.failed', who: null, target: the('ada'), after: { reason: 'wrong password' } }),
  ],
  [
    'a sign-in that works',
    async () => {
      const outcome = await signInWithPassword(visitor(from()), { email: 'ada@example.org', password: PASSWORD, client })
      if (outcome.kind === 'signed_in') made.session = outcome.sessionId
    },
    () => ({ action: 'session.started', who: the('ada'), target: the('session'), after: { method: 'password', secondFactor: false } }),
  ],
  [
    'signing out',
    () => endSession({ ...as(the('ada')), sessionId: the('session') }),
    () => ({ action: 'session.signed-out', who: the('ada'), target: the('session') }),
  ],
  // Membership and roles.
  [
    'an invitation',
    () => keep('invitation', invite(owner(), { teamId: TEAM, email: 'new@example.org', role: 'member' })),
    () => ({ action: 'invitation.made', who: 'usr_owner', target: the('invitation'), after: { role: 'member', byLink: false } }),
  ],
  [
    'an invitation that is withdrawn',
    () => revokeInvitation(owner(), the('invitation')),
    () => ({ action: 'invitation.revoked', who: 'usr_owner', target: the('invitation') }),
  ],
  [
    'a role',
    () => changeRole(owner(), { teamId: TEAM, userId: 'usr_member', role: 'viewer' }),
    () => ({ action: 'member.role-changed', who: 'usr_owner', target: 'usr_member', before: { role: 'member' }, after: { role: 'viewer' } }),
  ],
  [
    'somebody who is removed',
    () => removeMember(owner(), { teamId: TEAM, userId: 'usr_member' }),
    () => ({ action: 'member.removed', who: 'usr_owner', target: 'usr_member', before: { role: 'viewer' } }),
  ],
  [
    'somebody who leaves',
    () => leaveTeam(as('usr_other'), TEAM),
    () => ({ action: 'member.left', who: 'usr_other', target: 'usr_other', before: { role: 'member' } }),
  ],
  // Links.
  [
    'a share link',
    async () => {
      made.collection = (await createCollection(person('usr_owner'), { teamId: TEAM, name: 'For the client' })).id
      await keep('link', createShareLink(owner(), { ...link, teamId: TEAM, title: 'Lamps', target: { kind: 'collection', collectionId: the('collection') } }))
    },
    () => ({ action: 'share-link.created', who: 'usr_owner', target: the('link'), after: { title: 'Lamps', expiresInDays: 30, hasPassword: false } }),
  ],
  [
    'a share link that is changed',
    () => updateShareLink(owner(), the('link'), { title: 'Chairs', allowDownload: false }),
    () => ({
      action: 'share-link.changed',
      who: 'usr_owner',
      target: the('link'),
      before: { title: 'Lamps', allowDownload: true },
      after: { title: 'Chairs', allowDownload: false },
    }),
  ],
  [
    'a share link that is revoked',
    () => revokeShareLink(owner(), the('link')),
    () => ({ action: 'share-link.revoked', who: 'usr_owner', target: the('link') }),
  ],
  ['links that are switched off', () => setSharingAllowed(owner(), TEAM, false), () => ({ action: 'sharing.forbidden', who: 'usr_owner', target: TEAM })],
  // Keys, tokens, webhooks.
  [
    'a key',
    () => setEngineKey(owner(), { teamId: TEAM, family: 'fal', key: 'fal-0123456789-very-secret-wxyz' }),
    () => ({ action: 'engine-key.set', who: 'usr_owner', target: 'fal', after: { family: 'fal' } }),
  ],
  [
    'a key that is removed',
    () => removeEngineKey(owner(), { teamId: TEAM, family: 'fal' }),
    () => ({ action: 'engine-key.removed', who: 'usr_owner', target: 'fal', before: { family: 'fal' } }),
  ],
  [
    'an API token',
    () => keep('token', createApiToken(owner(), { teamId: TEAM, token: { name: 'Render farm', scopes: [...scopes], expiresInDays: 30 } })),
    () => ({ action: 'token.created', who: 'usr_owner', target: the('token'), after: { name: 'Render farm', scopes, expiresInDays: 30 } }),
  ],
  [
    'an API token that is revoked',
    () => revokeApiToken(owner(), the('token')),
    () => ({ action: 'token.revoked', who: 'usr_owner', target: the('token'), before: { name: 'Render farm' } }),
  ],
  [
    'a webhook',
    () => keep('webhook', createWebhook(owner(), { teamId: TEAM, webhook: { url: 'https://hooks.example.org/in', events: [...events] } })),
    () => ({ action: 'webhook.created', who: 'usr_owner', target: the('webhook'), after: { host: 'hooks.example.org', events } }),
  ],
  [
    'a webhook that is deleted',
    () => deleteWebhook(owner(), the('webhook')),
    () => ({ action: 'webhook.deleted', who: 'usr_owner', target: the('webhook'), before: { host: 'hooks.example.org', events } }),
  ],
  // Budgets.
  [
    'a budget',
    () => setBudget(owner(), { teamId: TEAM, kind: 'team', subjectId: TEAM, limits }),
    () => ({ action: 'budget.changed', who: 'usr_owner', target: TEAM, before: { of: 'team', images: null }, after: { of: 'team', ...limits } }),
  ],
  [
    'an exception of a budget',
    () => grantException(owner(), { teamId: TEAM, kind: 'team', subjectId: TEAM, exception: { images: 3, moneyMicroUsd: 0, reason: 'The fair' } }),
    () => ({ action: 'budget.exception_granted', who: 'usr_owner', target: TEAM, after: { of: 'team', images: 3, reason: 'The fair' } }),
  ],
  // What instance admins do.
  [
    'quotas',
    () => setTeamQuotas(root(), TEAM, { ...NO_QUOTAS, imagesMonthMax: 100 }),
    () => ({ action: 'team.quotas-changed', who: 'usr_root', target: TEAM, before: { imagesMonthMax: null }, after: { imagesMonthMax: 100 } }),
  ],
  [
    'engines of a team',
    () => setTeamEngines(root(), TEAM, ['studio']),
    () => ({ action: 'team.engines-changed', who: 'usr_root', target: TEAM, before: { engines: 'all' }, after: { engines: ['studio'] } }),
  ],
  [
    'who may open an account',
    () => setSignUpPolicy(root(), 'invited'),
    () => ({ action: 'sign-up.policy-changed', who: 'usr_root', target: null, before: { signUp: 'open' }, after: { signUp: 'invited' } }),
  ],
  [
    'a team that is suspended',
    () => suspendTeam(root(), TEAM, 'Unpaid since May'),
    () => ({ action: 'team.suspended', who: 'usr_root', target: TEAM, after: { reason: 'Unpaid since May' } }),
  ],
  [
    'a team that is restored',
    () => restoreTeam(root(), TEAM),
    () => ({ action: 'team.restored', who: 'usr_root', target: TEAM, before: { reason: 'Unpaid since May' } }),
  ],
  ['an instance admin', () => setInstanceAdmin(root(), 'usr_owner', true), () => ({ action: 'instance-admin.made', who: 'usr_root', target: 'usr_owner' })],
  [
    'a person who is suspended',
    () => suspendUser(root(), 'usr_member', 'Left the company'),
    () => ({ action: 'user.suspended', who: 'usr_root', target: 'usr_member', after: { reason: 'Left the company', sessionsEnded: 0 } }),
  ],
  [
    'an announcement',
    () => keep('announcement', createAnnouncement(root(), { text: 'Back at noon', level: 'info', startsAt: new Date(), endsAt: null })),
    () => ({ action: 'announcement.made', who: 'usr_root', target: the('announcement'), after: { text: 'Back at noon' } }),
  ],
  // Deletions.
  [
    'an announcement that is deleted',
    () => deleteAnnouncement(root(), the('announcement')),
    () => ({ action: 'announcement.deleted', who: 'usr_root', target: the('announcement'), before: { text: 'Back at noon' } }),
  ],
  [
    'a scene that is deleted',
    async () => {
      made.scene = (await createBlankScene(person('usr_owner'), { teamId: TEAM, name: 'Hall' })).id
      await deleteScene(owner(), the('scene'))
    },
    () => ({ action: 'scene.deleted', who: 'usr_owner', target: the('scene') }),
  ],
  [
    'a collection that is deleted',
    () => deleteCollection(owner(), the('collection')),
    () => ({ action: 'collection.deleted', who: 'usr_owner', target: the('collection') }),
  ],
  [
    'how long the log is kept',
    () => setTeamRetention(owner(), TEAM, { kind: 'days', days: 90 }),
    () => ({ action: 'audit.retention-changed', who: 'usr_owner', target: TEAM, before: expect.anything(), after: { kept: 'for 90 days' } }),
  ],
  ['a team that is deleted', () => deleteTeam(owner(), { teamId: TEAM, typedName: TEAM }), () => ({ action: 'team.deleted', who: 'usr_owner', target: TEAM })],
]

describe('the log says who did what to which thing, from where, and what it was before and after:', () => {
  test.each(ACTS)('%s', async (_what, act, expected) => {
    requests += 1
    await act()
    const rows = await db()
      .select()
      .from(auditLog)
      .where(eq(auditLog.requestId, `request-${requests}`))
    made.ada ??= rows.find(({ action }) => action === 'user.signed-up')?.targetId ?? ''
    const { who, target, before, after, action } = expected()
    const wanted = { action, actorUserId: who, targetId: target, address: ADDRESS, userAgent: BROWSER }
    expect(rows.filter((row) => row.action === action)).toEqual([expect.objectContaining(wanted)])
    const [row] = rows.filter((one) => one.action === action)
    if (before !== undefined) expect(row?.before).toMatchObject(before as object)
    if (after !== undefined) expect(row?.after).toMatchObject(after as object)
    // One row an act, but for what comes with opening an account.
    expect(rows.map((one) => one.action)).toEqual(action === 'user.signed-up' ? expect.arrayContaining([action]) : [action])
  })
})
