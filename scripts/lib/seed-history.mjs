const SCENES = 40
const AUTHORS = 12
/** Rows of another team lie between those of the first, as in an installation with several teams. */
const OTHER_SHARE = 0.25

/**
 * Fills a database with finished generations of one team, three minutes apart, with an image and its thumbnail each.
 * @param {import('postgres').Sql} sql
 * @param {number} rows
 * @returns {Promise<{ teamId: string, userId: string, sceneId: string }>} A member and one of the scenes.
 */
export async function seedHistory(sql, rows) {
  const ids = { teamId: idOf('team', 1), userId: idOf('usr', 1), sceneId: idOf('scn', 1) }
  await sql`insert into users (id, email, name) select ${sqlId(sql, 'usr')}, n || '@example.com', 'Designer ' || n from generate_series(1, ${AUTHORS}::int) n`
  await sql`insert into teams (id, name, kind) select ${sqlId(sql, 'team')}, 'Team ' || n, 'shared' from generate_series(1, 2) n`
  await sql`
    insert into memberships (team_id, user_id, role)
    select ${ids.teamId}, ${sqlId(sql, 'usr')}, case n when 1 then 'owner' else 'member' end from generate_series(1, ${AUTHORS}::int) n`
  await sql`
    insert into scenes (id, team_id, name, document, created_by)
    select ${sqlId(sql, 'scn')}, ${ids.teamId}, 'Scene ' || n, '{}', ${ids.userId} from generate_series(1, ${SCENES}::int) n`
  await seedTeam(sql, { teamId: ids.teamId, rows, from: 0 })
  await seedTeam(sql, { teamId: idOf('team', 2), rows: Math.round(rows * OTHER_SHARE), from: rows })
  // What autovacuum would have done by the time a team has this much.
  await sql`vacuum analyze`
  return ids
}

/**
 * @param {import('postgres').Sql} sql
 * @param {{ teamId: string, rows: number, from: number }} options Row numbers begin after `from`, so that ids are unique.
 */
async function seedTeam(sql, { teamId, rows, from }) {
  const numbers = sql`generate_series(${from + 1}::int, ${from + rows}::int) n`
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 7, images: 1 }
  for (const [offset, kind, bytes] of /** @type {const} */ ([
    [0, 'output', 1_200_000],
    [1, 'thumbnail', 18_000],
  ])) {
    await sql`
      insert into assets (id, team_id, sha256, kind, mime, byte_size, width, height)
      select ${sqlId(sql, 'ast', sql`n * 2 + ${offset}::int`)}, ${teamId}, encode(sha256((n * 2 + ${offset}::int)::text::bytea), 'hex'), ${kind},
        ${kind === 'output' ? 'image/png' : 'image/webp'}, ${bytes}, 1024, 768
      from ${numbers}`
  }
  await sql`
    insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, engine_version, prompt, settings, width, height,
      cost_micro_usd, created_at, started_at, finished_at)
    select ${sqlId(sql, 'gen')}, ${teamId}, ${sqlId(sql, 'scn', sql`1 + n % ${SCENES}::int`)}, ${sqlId(sql, 'usr', sql`1 + n % ${AUTHORS}::int`)}, md5(n::text),
      'succeeded', 'studio', '1', 'Golden hour on a concrete table, long soft shadows, picture ' || n, ${sql.json(settings)}, 1024, 768, 0, at, at, at + interval '20 seconds'
    from ${numbers} cross join lateral (select now() - (n - ${from}::int) * interval '3 minutes' as at) moment`
  await sql`
    insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed)
    select ${sqlId(sql, 'out')}, ${sqlId(sql, 'gen')}, ${teamId}, 0, ${sqlId(sql, 'ast', sql`n * 2`)}, ${sqlId(sql, 'ast', sql`n * 2 + 1`)},
      '3OcRJYB4d3h/iIeHeEh3eIhw+j2w', 1024, 768, 7
    from ${numbers}`
}

/**
 * @param {string} prefix
 * @param {number} number
 */
const idOf = (prefix, number) => `${prefix}_${String(number).padStart(26, '0')}`

/**
 * The id that {@link idOf} makes, of a number in the query.
 * @param {import('postgres').Sql} sql
 * @param {string} prefix
 * @param {import('postgres').Fragment} [number]
 */
const sqlId = (sql, prefix, number = sql`n`) => sql`${`${prefix}_`}::text || lpad((${number})::text, 26, '0')`
