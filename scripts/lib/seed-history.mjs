import { idOf, seedTeams, sqlId } from './seed-team.mjs'

const SCENES = 40
const AUTHORS = 12
/** One image in so many has such a mark. */
const MARKED_ONE_IN = { favourite: 500, rated: 40, approved: 20, tagged: 60, rareTag: 50_000, collected: 1000 }
/** Words of which each prompt takes one a list: from common to rare. */
const WORDS = [
  ['golden', 'blue', 'overcast', 'dusk', 'noon'],
  ['hour', 'light', 'evening', 'studio'],
  ['brass', 'steel', 'marble', 'oak', 'linen', 'glass', 'copper', 'walnut', 'terracotta', 'velvet', 'onyx', 'cork'],
  ['vase', 'lamp', 'chair', 'table', 'bowl', 'shelf', 'kettle', 'clock', 'mirror', 'stool', 'candle', 'teapot', 'tray', 'rug', 'bench', 'globe'],
]
/** So many invented words stand in few prompts each. */
const RARE_WORDS = 20_000
/** Rows of another team lie between those of the first, as in an installation with several teams. */
const OTHER_SHARE = 0.25

/**
 * Fills a database with finished generations of one team, three minutes apart, with an image and its thumbnail each.
 * @param {import('postgres').Sql} sql
 * @param {number} rows
 * @returns {Promise<{ teamId: string, userId: string, sceneId: string, collectionId: string }>} A member, one of the scenes, a collection.
 */
export async function seedHistory(sql, rows) {
  const now = new Date()
  const ids = { teamId: idOf('team', 1), userId: idOf('usr', 1), sceneId: idOf('scn', 1) }
  // The rows fit together by the way they are made; checking each pointer again would take most of the time.
  await sql`set session_replication_role = replica`
  await seedTeams(sql, { people: AUTHORS, teams: 2, scenes: SCENES })
  await seedTeam(sql, { teamId: ids.teamId, rows, from: 0, now })
  await seedTeam(sql, { teamId: idOf('team', 2), rows: Math.round(rows * OTHER_SHARE), from: rows, now })
  const collectionId = await seedMarks(sql, ids)
  await sql`set session_replication_role = default`
  // What autovacuum would have done by the time a team has this much.
  await sql`vacuum analyze`
  return { ...ids, collectionId }
}

/**
 * @param {import('postgres').Sql} sql
 * @param {{ teamId: string, rows: number, from: number, now: Date }} options Row numbers begin after `from`, so that ids are unique.
 */
async function seedTeam(sql, { teamId, rows, from, now }) {
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
      cost_micro_usd, created_at, started_at, finished_at, shot_name, has_reference, best_stars, best_fidelity)
    select ${sqlId(sql, 'gen')}, ${teamId}, ${sqlId(sql, 'scn', sql`1 + n % ${SCENES}::int`)}, ${sqlId(sql, 'usr', sql`1 + n % ${AUTHORS}::int`)}, md5(n::text),
      'succeeded', 'studio', '1', ${promptOf(sql)}, ${sql.json(settings)}, 1024, 768, 0, at, at, at + interval '20 seconds',
      case n % 3 when 0 then null when 1 then 'Front' else 'Close up' end, n % 4 = 0, case when n % ${MARKED_ONE_IN.rated}::int = 0 then 1 + n % 5 end,
      ${fidelityOf(sql)}
    from ${numbers} cross join lateral (select ${now}::timestamptz - (n - ${from}::int) * interval '3 minutes' as at) moment`
  await sql`
    insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed,
      stars_sum, stars_count, review, tags, requested_at, fidelity)
    select ${sqlId(sql, 'out')}, ${sqlId(sql, 'gen')}, ${teamId}, 0, ${sqlId(sql, 'ast', sql`n * 2`)}, ${sqlId(sql, 'ast', sql`n * 2 + 1`)},
      '3OcRJYB4d3h/iIeHeEh3eIhw+j2w', 1024, 768, 7,
      case when n % ${MARKED_ONE_IN.rated}::int = 0 then 1 + n % 5 else 0 end, case when n % ${MARKED_ONE_IN.rated}::int = 0 then 1 else 0 end,
      case when n % ${MARKED_ONE_IN.approved}::int = 0 then 'approved' end,
      case when n % ${MARKED_ONE_IN.rareTag}::int = 0 then array[${RARE_TAG}] when n % ${MARKED_ONE_IN.tagged}::int = 0 then array['client'] else '{}'::text[] end,
      ${now}::timestamptz - (n - ${from}::int) * interval '3 minutes', ${fidelityOf(sql)}
    from ${numbers}`
}

/**
 * The fidelity of row `n`, between 60 and 100; one in ten was not measured.
 * @param {import('postgres').Sql} sql
 */
const fidelityOf = (sql) => sql`case when n % 10 > 0 then 60 + n % 4001 / 100.0 end`

/** A tag that few images have. */
export const RARE_TAG = 'exhibition'

/**
 * Favourites of the first member, a collection, and the words that search looks in, as the data layer keeps them.
 * @param {import('postgres').Sql} sql
 * @param {{ teamId: string, userId: string }} ids
 * @returns {Promise<string>} The collection.
 */
async function seedMarks(sql, { teamId, userId }) {
  const collectionId = idOf('col', 1)
  await sql`
    insert into output_favourites (user_id, output_id, team_id, generation_id)
    select ${userId}, id, team_id, generation_id from generation_outputs
    where team_id = ${teamId} and right(id, 9)::int % ${MARKED_ONE_IN.favourite}::int = 0`
  await sql`insert into collections (id, team_id, name, created_by) values (${collectionId}, ${teamId}, 'Chosen', ${userId})`
  await sql`
    insert into collection_outputs (collection_id, output_id)
    select ${collectionId}, id from generation_outputs where team_id = ${teamId} and right(id, 9)::int % ${MARKED_ONE_IN.collected}::int = 0`
  await sql`
    insert into generation_search (generation_id, team_id, created_at, words)
    select g.id, g.team_id, g.created_at,
      strip(to_tsvector('simple', search_fold(concat_ws(' ', g.prompt, g.shot_name, array_to_string(o.tags, ' '))))) || array_to_tsvector(array[g.scene_id])
    from generations g join generation_outputs o on o.generation_id = g.id`
  await sql`
    insert into search_words (team_id, word, uses)
    select s.team_id, word, least(count(*), 10000) from generation_search s, unnest(tsvector_to_array(s.words)) word
    where word !~ '_' group by 1, 2`
  return collectionId
}

/**
 * The prompt of row `n`: words that look random and are the same every time.
 * @param {import('postgres').Sql} sql
 */
function promptOf(sql) {
  const words = WORDS.map((list, at) => sql`(${sql.array(list)}::text[])[1 + (hashint4(n + ${at * 7919}::int) & 2147483647) % ${list.length}::int]`)
  const [time, light, material, object] = words
  const rare = sql`translate(to_hex((hashint4(n + 31) & 2147483647) % ${RARE_WORDS}::int), '0123456789', 'ghijklmnop')`
  return sql`${time ?? sql``} || ' ' || ${light ?? sql``} || ', a ' || ${material ?? sql``} || ' ' || ${object ?? sql``} || ' with long soft shadows, in the manner of ' || ${rare}`
}
