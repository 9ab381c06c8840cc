/**
 * The id of the row with a number, in the form that ids have.
 * @param {string} prefix
 * @param {number} number
 */
export const idOf = (prefix, number) => `${prefix}_${String(number).padStart(26, '0')}`

/**
 * The id that {@link idOf} makes, of a number in the query.
 * @param {import('postgres').Sql} sql
 * @param {string} prefix
 * @param {import('postgres').Fragment} [number]
 */
export const sqlId = (sql, prefix, number = sql`n`) => sql`${`${prefix}_`}::text || lpad((${number})::text, 26, '0')`

/**
 * Teams, and in the first of them all people, the first as its owner, and all scenes.
 * @param {import('postgres').Sql} sql
 * @param {{ people: number, teams: number, scenes: number }} counts
 */
export async function seedTeams(sql, { people, teams, scenes }) {
  const [teamId, ownerId] = [idOf('team', 1), idOf('usr', 1)]
  await sql`insert into users (id, email, name) select ${sqlId(sql, 'usr')}, n || '@example.com', 'Designer ' || n from generate_series(1, ${people}::int) n`
  await sql`insert into teams (id, name, kind) select ${sqlId(sql, 'team')}, 'Team ' || n, 'shared' from generate_series(1, ${teams}::int) n`
  await sql`
    insert into memberships (team_id, user_id, role)
    select ${teamId}, ${sqlId(sql, 'usr')}, case n when 1 then 'owner' else 'member' end from generate_series(1, ${people}::int) n`
  await sql`
    insert into scenes (id, team_id, name, document, created_by)
    select ${sqlId(sql, 'scn')}, ${teamId}, 'Scene ' || n, '{}', ${ownerId} from generate_series(1, ${scenes}::int) n`
}
