import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import type postgres from 'postgres'
import sharp from 'sharp'
import { z } from 'zod'
import { newId } from '@/lib/domain/ids'
import { previewKey } from '@/lib/domain/preview-key'
import type { Role } from '@/lib/domain/roles'
import { randomToken } from '@/lib/platform/crypto'
import { triangleGlb } from '../fixtures/models'
import { SERVER_DATA, SERVER_URL } from '../fixtures/server'
import { draftRequest, successOf, Visitor } from '../fixtures/visitor'
import { type Belongings, DELETED_TEAM } from './surface'

/** Words that stand in the owner's things and nowhere else. No answer to anybody outside the team may hold one. */
export const SECRETS = { scene: 'Quokka plinth', prompt: 'Golden hour, axolotl mood', person: 'Wilhelmina Numbat' }

/** Stands behind each of them, everywhere: no page may take it for more than text. */
export const MARKUP = '<img src=x onerror=y>'
const WORDS = { scene: `${SECRETS.scene} ${MARKUP}`, prompt: `${SECRETS.prompt} ${MARKUP}`, person: `${SECRETS.person} ${MARKUP}` }

const idSchema = z.object({ id: z.string() })

/** An owner with a finished picture, and one of everything else that has an address. */
export async function arrangeOwner(sql: postgres.Sql): Promise<{ owner: Visitor; of: Belongings }> {
  const owner = new Visitor(SERVER_URL)
  const { email, sceneId } = await owner.signUp({ name: WORDS.person })
  successOf(await owner.call('renameSceneAction', [sceneId, WORDS.scene]), z.unknown())
  const { document } = successOf(await owner.send(`/api/scenes/${sceneId}`), z.object({ document: z.looseObject({ camera: z.unknown() }) }))
  const [place] = await sql`
    select s.team_id, ses.id as session_id from scenes s join users u on u.id = s.created_by join sessions ses on ses.user_id = u.id where s.id = ${sceneId}`
  const teamId = String(place?.team_id)
  const picture = await sharp({ create: { width: 512, height: 512, channels: 3, background: '#807060' } })
    .png()
    .toBuffer()
  const { assetId: snapshotAssetId } = successOf(await owner.upload('snapshots', picture), z.object({ assetId: z.string() }))
  const { id: importId } = successOf(await owner.upload('models', triangleGlb()), idSchema)
  const request = draftRequest({ sceneId, snapshotAssetId, camera: document.camera, prompt: WORDS.prompt })
  const { generationId } = successOf(await owner.call('requestGenerationAction', [request]), z.object({ generationId: z.string() }))
  const output = await finishedOutput(owner, generationId)
  const deletedSceneId = successOf(await owner.call('duplicateSceneAction', [sceneId]), idSchema).id
  successOf(await owner.call('deleteSceneAction', [deletedSceneId]), z.unknown())
  const copies = await copyGeneration(sql, generationId, teamId)
  const explorationId = await arrangeGrid(sql, copies.queuedGenerationId)
  const others = await arrangeTeams(sql, email)
  const link = {
    target: { kind: 'output', outputIds: [output.outputId] },
    title: WORDS.scene,
    expiresInDays: 30,
    password: null,
    allowDownload: true,
    showDetails: false,
    allowComments: true,
  }
  const shared = successOf(await owner.call('createShareLinkAction', [teamId, link]), z.object({ id: z.string(), url: z.string() }))
  const collectionId = successOf(await owner.call('createCollectionAction', [teamId, WORDS.scene, [output.outputId]]), idSchema).id
  const deletedCollectionId = successOf(await owner.call('createCollectionAction', [teamId, WORDS.scene, []]), idSchema).id
  successOf(await owner.call('deleteCollectionAction', [deletedCollectionId]), z.unknown())
  const said = { outputId: output.outputId, threadId: null, pin: null, body: WORDS.prompt, mentions: [] }
  const discussion = z.object({ threads: z.array(idSchema) })
  const commentId = successOf(await owner.call('addCommentAction', [said]), discussion).threads[0]?.id ?? ''
  const keptSceneId = newId('kpt')
  await sql`
    insert into kept_scenes (id, team_id, scene_id, scene_revision_id, name)
    select ${keptSceneId}, team_id, scene_id, scene_revision_id, 'Before restore' from generations where id = ${generationId}`
  const savedFilterId = successOf(await owner.call('saveFilterAction', [teamId, WORDS.scene, 'favourite=1']), idSchema).id
  const promptId = successOf(await owner.call('createPromptAction', [teamId, { name: WORDS.scene, body: WORDS.prompt }]), idSchema).id
  const announcementId = newId('ann')
  await sql`insert into announcements (id, text, level, starts_at) values (${announcementId}, ${`For the walk ${MARKUP}`}, 'info', '2090-01-01')`
  const workflowId = newId('wfl')
  await sql`
    insert into workflows (id, team_id, name, definition)
    values (${workflowId}, ${teamId}, ${WORDS.scene}, ${sql.json({ graph: {}, output: '1', slots: {} })})`
  const api = await arrangeApi(sql, { teamId, email })
  const { publicationId, exampleId } = await arrangeGallery(sql, owner, { email, outputId: output.outputId })
  return {
    owner,
    of: {
      publicationId,
      exampleId,
      teamId,
      email,
      sessionId: String(place?.session_id),
      sceneId,
      deletedSceneId,
      camera: document.camera,
      document,
      snapshotAssetId,
      generationId,
      explorationId,
      importId,
      shareLinkId: shared.id,
      collectionId,
      deletedCollectionId,
      savedFilterId,
      promptId,
      workflowId,
      announcementId,
      commentId,
      keptSceneId,
      shareToken: shared.url.split('/').at(-1) ?? '',
      ...api,
      ...output,
      ...copies,
      ...others,
    },
  }
}

async function finishedOutput(owner: Visitor, generationId: string): Promise<{ outputId: string; outputAssetId: string }> {
  const shape = z.object({ status: z.string(), outputs: z.array(z.object({ id: z.string(), assetId: z.string() })) })
  const read = async () => successOf(await owner.send(`/api/generations/${generationId}`), shape)
  await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('succeeded')
  const [output] = (await read()).outputs
  return { outputId: output?.id ?? '', outputAssetId: output?.assetId ?? '' }
}

/** The owner is an ordinary person of the installation here, also when theirs is its first account. */
async function arrangeGallery(
  sql: postgres.Sql,
  owner: Visitor,
  { email, outputId }: { email: string; outputId: string },
): Promise<{ publicationId: string; exampleId: string }> {
  await sql`update users set is_instance_admin = false where email = ${email}`
  const words = { title: WORDS.scene, credit: WORDS.person, allowSceneStart: true }
  const { id: publicationId } = successOf(await owner.call('publishOutputAction', [outputId, words]), idSchema)
  successOf(await owner.call('unpublishAction', [publicationId]), z.unknown())
  const [example] = await sql`select id from publications where sample_key is not null limit 1`
  return { publicationId, exampleId: String(example?.id) }
}

/** Generations that stay as they are while the test looks: nobody was told to work on them. */
async function copyGeneration(sql: postgres.Sql, from: string, teamId: string) {
  const copy = async (status: 'running' | 'queued' | 'succeeded'): Promise<string> => {
    const id = newId('gen')
    const finished = status === 'succeeded'
    const progress = status === 'running' ? sql.json({ fraction: 0.5, step: 'Rendering', remainingMs: 9000, preview: 1 }) : null
    await sql`
      insert into generations (id, team_id, scene_id, scene_revision_id, author_id, request_key, status, engine, prompt, settings, camera, width, height,
        snapshot_asset_id, progress, sent_at, finished_at, deleted_at)
      select ${id}, team_id, scene_id, scene_revision_id, author_id, ${id}, ${status}, engine, prompt, settings, camera, width, height,
        snapshot_asset_id, ${progress}, now(), ${finished ? sql`now()` : null}, ${finished ? sql`now()` : null}
      from generations where id = ${from}`
    return id
  }
  const [runningGenerationId, queuedGenerationId, deletedGenerationId] = [await copy('running'), await copy('queued'), await copy('succeeded')]
  const file = path.join(SERVER_DATA, 'blobs', ...previewKey(teamId, runningGenerationId, 1).split('/'))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(
    file,
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
      .jpeg()
      .toBuffer(),
  )
  return { runningGenerationId, queuedGenerationId, deletedGenerationId }
}

/** A grid with a place that stays as it is; its other image was deleted. */
async function arrangeGrid(sql: postgres.Sql, generationId: string): Promise<string> {
  const id = newId('exp')
  await sql`
    insert into explorations (id, team_id, scene_id, author_id, request_key, kinds, cells)
    select ${id}, team_id, scene_id, author_id, ${id}, array['words'], 2 from generations where id = ${generationId}`
  await sql`update generations set exploration_id = ${id}, exploration_place = 0, exploration_label = ${WORDS.prompt} where id = ${generationId}`
  return id
}

/** What the owner has beside their own team: one with two colleagues and an open invitation, one that was deleted, and a line in the inbox. */
async function arrangeTeams(sql: postgres.Sql, email: string) {
  const [sharedTeamId, deletedTeamId, invitationId, notificationId] = [newId('team'), newId('team'), newId('inv'), newId('ntf')]
  const [colleagueId, removableId] = [newId('usr'), newId('usr')]
  const [self] = await sql`select id from users where email = ${email}`
  const ownerId = String(self?.id)
  await sql`insert into users ${sql([colleagueId, removableId].map((id) => ({ id, email: `${id}@example.com`, name: WORDS.person })))}`
  await sql`insert into teams ${sql([
    { id: sharedTeamId, name: WORDS.scene, kind: 'shared', deleted_at: null },
    { id: deletedTeamId, name: DELETED_TEAM, kind: 'shared', deleted_at: new Date() },
  ])}`
  await sql`insert into memberships ${sql([
    { team_id: sharedTeamId, user_id: ownerId, role: 'owner' },
    { team_id: sharedTeamId, user_id: colleagueId, role: 'admin' },
    { team_id: sharedTeamId, user_id: removableId, role: 'member' },
    { team_id: deletedTeamId, user_id: ownerId, role: 'owner' },
  ])}`
  await sql`insert into invitations ${sql({
    id: invitationId,
    team_id: sharedTeamId,
    email: 'invited@example.com',
    role: 'member',
    token_hash: invitationId,
    expires_at: new Date(Date.now() + 86_400_000),
  })}`
  await sql`insert into notifications ${sql({
    id: notificationId,
    user_id: ownerId,
    team_id: sharedTeamId,
    kind: 'comment',
    subject: 'walk',
    href: '/history',
    data: sql.json({ about: WORDS.scene }),
  })}`
  return { sharedTeamId, colleagueId, removableId, deletedTeamId, invitationId, notificationId }
}

/** A token, and a webhook at an address that no name server knows, with a message that was given up. */
async function arrangeApi(sql: postgres.Sql, { teamId, email }: { teamId: string; email: string }) {
  const [apiTokenId, webhookId, deliveryId] = [newId('tok'), newId('whk'), newId('msg')]
  await sql`
    insert into api_tokens (id, team_id, user_id, token_hash, last_four, name, scopes)
    select ${apiTokenId}, ${teamId}, id, ${apiTokenId}, 'none', ${WORDS.scene}, ${['scenes:read']} from users where email = ${email}`
  await sql`
    insert into webhooks (id, team_id, url, events, ciphertext, nonce, key_version)
    values (${webhookId}, ${teamId}, 'https://hooks.invalid/', ${['generation.failed']}, 'x', 'x', 'x')`
  await sql`
    insert into webhook_deliveries (id, webhook_id, event, payload, status)
    values (${deliveryId}, ${webhookId}, 'test', ${sql.json({ type: 'test', timestamp: new Date().toISOString(), data: { teamId } })}, 'failed')`
  return { apiTokenId, webhookId, deliveryId }
}

/** Somebody with a role in some of the owner's teams. */
export async function arrangeColleague(sql: postgres.Sql, role: Role, ...teamIds: string[]): Promise<Visitor> {
  const colleague = new Visitor(SERVER_URL)
  const { email } = await colleague.signUp({ name: `A team ${role}` })
  for (const teamId of teamIds) await sql`insert into memberships (team_id, user_id, role) select ${teamId}, id, ${role} from users where email = ${email}`
  return colleague
}

/** Everything of the team that a request could change, as one text. */
export async function fingerprint(sql: postgres.Sql, { teamId, sharedTeamId, deletedTeamId, email }: Belongings): Promise<string> {
  const [row] = await sql`
    select jsonb_build_object(
      'scenes', (select jsonb_agg(to_jsonb(s) order by s.id) from scenes s where s.team_id = ${teamId}),
      'explorations', (select jsonb_agg(to_jsonb(x) order by x.id) from explorations x where x.team_id = ${teamId}),
      'generations', (select jsonb_agg(to_jsonb(g) order by g.id) from generations g where g.team_id = ${teamId}),
      'assets', (select jsonb_agg(a.id order by a.id) from assets a where a.team_id = ${teamId}),
      'imports', (select jsonb_agg(i.id order by i.id) from model_imports i where i.team_id = ${teamId}),
      'teams', (select jsonb_agg(to_jsonb(t) order by t.id) from teams t where t.id in (${teamId}, ${sharedTeamId}, ${deletedTeamId})),
      'others', (select jsonb_agg(to_jsonb(m) order by m.team_id, m.user_id) from memberships m where m.team_id in (${sharedTeamId}, ${deletedTeamId})),
      'invitations', (select jsonb_agg(to_jsonb(i) order by i.id) from invitations i where i.team_id = ${sharedTeamId}),
      'inbox', (select jsonb_agg(to_jsonb(n) order by n.id) from notifications n join users u on u.id = n.user_id where u.email = ${email}),
      'audit', (select count(*) from audit_log l where l.team_id = ${teamId}),
      'collections', (select jsonb_agg(to_jsonb(c) order by c.id) from collections c where c.team_id = ${teamId}),
      'outputs', (select jsonb_agg(to_jsonb(o) order by o.id) from generation_outputs o where o.team_id = ${teamId}),
      'links', (select jsonb_agg(to_jsonb(k) order by k.id) from share_links k where k.team_id = ${teamId}),
      'tokens', (select jsonb_agg(jsonb_build_array(t.id, t.revoked_at) order by t.id) from api_tokens t where t.team_id = ${teamId} and t.name <> 'For the walk'),
      'webhooks', (select jsonb_agg(to_jsonb(w) order by w.id) from webhooks w where w.team_id = ${teamId}),
      'messages', (select jsonb_agg(to_jsonb(d) order by d.id) from webhook_deliveries d join webhooks w on w.id = d.webhook_id where w.team_id = ${teamId}),
      'workflows', (select jsonb_agg(to_jsonb(w) order by w.id) from workflows w where w.team_id = ${teamId}),
      'prompts', (select jsonb_agg(to_jsonb(p) order by p.id) from prompt_templates p where p.team_id = ${teamId}),
      'comments', (select jsonb_agg(to_jsonb(c) order by c.id) from comments c where c.team_id = ${teamId}),
      'kept', (select count(*) from kept_scenes k where k.team_id = ${teamId}),
      'keys', (select jsonb_agg(jsonb_build_array(e.family, e.ciphertext) order by e.family) from engine_keys e where e.team_id = ${teamId}),
      'members', (select jsonb_agg(to_jsonb(m) order by m.user_id) from memberships m where m.team_id = ${teamId}),
      'users', (select jsonb_agg(to_jsonb(u)) from users u where u.email = ${email}),
      'passwords', (select jsonb_agg(p.hash) from user_passwords p join users u on u.id = p.user_id where u.email = ${email}),
      'sessions', (select jsonb_agg(jsonb_build_array(s.id, s.revoked_at)) from sessions s join users u on u.id = s.user_id where u.email = ${email})
    )::text as everything`
  return String(row?.everything)
}

/** The same shape of ids, none of which exists. */
export const nowhere = (of: Belongings): Belongings => ({
  ...of,
  teamId: newId('team'),
  sessionId: newId('ses'),
  sceneId: newId('scn'),
  deletedSceneId: newId('scn'),
  snapshotAssetId: newId('ast'),
  generationId: newId('gen'),
  outputId: newId('out'),
  outputAssetId: newId('ast'),
  runningGenerationId: newId('gen'),
  explorationId: newId('exp'),
  queuedGenerationId: newId('gen'),
  deletedGenerationId: newId('gen'),
  importId: newId('imp'),
  publicationId: newId('pub'),
  exampleId: newId('pub'),
  sharedTeamId: newId('team'),
  colleagueId: newId('usr'),
  removableId: newId('usr'),
  invitationId: newId('inv'),
  deletedTeamId: newId('team'),
  notificationId: newId('ntf'),
  shareLinkId: newId('shr'),
  collectionId: newId('col'),
  deletedCollectionId: newId('col'),
  savedFilterId: newId('flt'),
  promptId: newId('tpl'),
  workflowId: newId('wfl'),
  apiTokenId: newId('tok'),
  webhookId: newId('whk'),
  deliveryId: newId('msg'),
  announcementId: newId('ann'),
  commentId: newId('cmt'),
  keptSceneId: newId('kpt'),
  shareToken: randomToken(),
})
