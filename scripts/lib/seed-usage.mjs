import { idOf, seedTeams, sqlId } from './seed-team.mjs'

const MEMBERS = 30
const SCENES = 40
/** Engine and model; one engine names none. */
const MODELS = [
  ['studio', null],
  ['google', 'gemini-3.1-flash-image'],
  ['openai', 'gpt-image-2'],
  ['openai', 'gpt-image-1-mini'],
  ['fal', 'fal-ai/flux-2-pro/edit'],
  ['replicate', 'black-forest-labs/flux-kontext-pro'],
]
const OTHER_TEAMS = 50
const YEAR_SECONDS = 365 * 86_400

/**
 * Fills a database with a year of generations: most of one team, and some of fifty others. Each has two rows in the ledger and one
 * image; one in fifteen failed, one in twenty was approved, one in twelve has no known price.
 * @param {import('postgres').Sql} sql
 * @param {{ rows: number, others: number }} options How many generations the first team has, and each of the others.
 * @returns {Promise<{ teamId: string, ownerId: string, memberId: string }>}
 */
export async function seedUsage(sql, { rows, others }) {
  const now = new Date()
  const ids = { teamId: idOf('team', 1), ownerId: idOf('usr', 1), memberId: idOf('usr', 2) }
  // The rows fit together by the way they are made; checking each pointer again would take most of the time.
  await sql`set session_replication_role = replica`
  await seedTeams(sql, { people: MEMBERS, teams: 1 + OTHER_TEAMS, scenes: SCENES })
  await seedTeam(sql, { team: sql`${ids.teamId}`, rows, from: 0, now })
  await seedTeam(sql, { team: sqlId(sql, 'team', sql`2 + n % ${OTHER_TEAMS}::int`), rows: others * OTHER_TEAMS, from: rows, now })
  await sql`set session_replication_role = default`
  await sql`vacuum analyze generations, usage_ledger, generation_outputs`
  return ids
}

/**
 * @param {import('postgres').Sql} sql
 * @param {{ team: import('postgres').Fragment, rows: number, from: number, now: Date }} options Row numbers begin after `from`.
 */
async function seedTeam(sql, { team, rows, from, now }) {
  const numbers = sql`generate_series(${from + 1}::int, ${from + rows}::int) n`
  const random = (/** @type {number} */ salt, /** @type {number} */ of) => sql`((hashint4(n + ${salt}::int) & 2147483647) % ${of}::int)`
  const moment = sql`${now}::timestamptz - ((n - ${from}::int) * ${YEAR_SECONDS / rows}::float8 + 1) * interval '1 second'`
  const failed = sql`${random(11, 15)} = 0`
  const engine = sql`(${sql.array(MODELS.map(([name]) => name ?? ''))}::text[])[1 + ${random(3, MODELS.length)}]`
  const model = sql`nullif((${sql.array(MODELS.map(([, name]) => name ?? ''))}::text[])[1 + ${random(3, MODELS.length)}], '')`
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 7, images: 1 }
  const cost = sql`case when ${random(17, 12)} = 0 then null else 1000 * ${random(19, 90)} end`
  await sql`
    insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, model, prompt, settings, width, height, error, cost_micro_usd,
      created_at, started_at, finished_at)
    select ${sqlId(sql, 'gen')}, ${team}, ${sqlId(sql, 'scn', sql`1 + ${random(1, SCENES)}`)}, ${sqlId(sql, 'usr', sql`1 + ${random(2, MEMBERS)}`)}, md5(n::text),
      case when ${failed} then 'failed' else 'succeeded' end, ${engine}, ${model}, 'Prompt ' || ${random(5, 2000)}, ${sql.json(settings)}, 1024, 768,
      case when ${failed} then jsonb_build_object('code', (array['rejected', 'transient', 'rate_limited'])[1 + ${random(7, 3)}], 'message', '') end,
      case when ${failed} then 0 else ${cost} end, at, at + wait, at + wait + interval '5 seconds' + ${random(23, 90_000)} * interval '1 millisecond'
    from ${numbers} cross join lateral (select ${moment} as at, power(${random(29, 1000)} / 1000.0, 4) * interval '10 minutes' as wait) t`
  await sql`
    insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, review, requested_at)
    select ${sqlId(sql, 'out')}, ${sqlId(sql, 'gen')}, ${team}, 0, 'ast_bench', 'ast_bench', 'AAAA', 1024, 768,
      case when ${random(13, 20)} = 0 then 'approved' end, ${moment}
    from ${numbers} where not ${failed}`
  for (const kind of /** @type {const} */ (['reserve', 'settle'])) {
    const closing = sql`case when ${failed} then 'release' else 'settle' end`
    await sql`
      insert into usage_ledger (id, team_id, generation_id, user_id, kind, engine, images, amount_micro_usd, created_at)
      select ${sqlId(sql, 'led', kind === 'reserve' ? sql`n * 2` : sql`n * 2 + 1`)}, ${team}, ${sqlId(sql, 'gen')}, ${sqlId(sql, 'usr', sql`1 + ${random(2, MEMBERS)}`)},
        ${kind === 'reserve' ? sql`'reserve'` : closing}, ${engine}, case when ${failed} then 0 else 1 end, ${cost}, ${moment}
      from ${numbers}`
  }
}
