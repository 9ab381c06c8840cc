/** The role with which web and worker use the database that Maquette runs itself. */
export const APP_ROLE = 'maquette_app'
/** Schemas whose tables the worker brings up to date itself, so that they belong to the application. */
const WORKER_SCHEMAS = ['executor', 'graphile_worker']

/**
 * Makes a role that may log in and nothing more, or gives it its password again.
 * @param {import('postgres').Sql} sql Connected as somebody who may make roles.
 * @param {{ name: string, password: string }} role
 */
export async function ensureRole(sql, { name, password }) {
  const [known] = await sql`select from pg_roles where rolname = ${name}`
  const [statement] = await sql`
    select format(${known ? 'alter' : 'create'}::text || ' role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %L', ${name}::text, ${password}::text) as text`
  await sql.unsafe(statement?.text)
}

/**
 * Gives the role of the application what it needs and no more: rows of every table, also of those that later migrations
 * make; of the audit log only reading and adding; and the schemas of the worker. Done again at each start, it changes nothing.
 * @param {import('postgres').Sql} sql Connected as the owner of the tables.
 * @param {string} role
 */
export async function grantApplication(sql, role) {
  // All at once: whoever serves meanwhile is never without a right, nor with one too many.
  await sql.begin(async (tx) => {
    const app = tx(role)
    await tx`grant usage on schema public to ${app}`
    await tx`grant select, insert, update, delete on all tables in schema public to ${app}`
    await tx`grant usage, select on all sequences in schema public to ${app}`
    await tx`alter default privileges in schema public grant select, insert, update, delete on tables to ${app}`
    await tx`alter default privileges in schema public grant usage, select on sequences to ${app}`
    await tx`revoke create on schema public from public, ${app}`
    await tx`revoke all on table audit_log from public, ${app}`
    await tx`grant select, insert on table audit_log to ${app}`
    await tx`grant execute on function audit_prune(integer), audit_forget_origins(integer) to ${app}`
    // Which migrations a database has had is told in a backup.
    await tx`grant usage on schema drizzle to ${app}`
    await tx`grant select on all tables in schema drizzle to ${app}`
  })
}

/**
 * Makes the schemas of the worker and gives them, with all that is in them, to the role of the application. In a database
 * from before there were two roles they belong to the owner.
 * @param {import('postgres').Sql} sql Connected as the owner of the tables, who may act for the role.
 * @param {string} role
 */
export async function handOverWorkerSchemas(sql, role) {
  for (const schema of WORKER_SCHEMAS) await sql`create schema if not exists ${sql(schema)} authorization ${sql(role)}`
  const statements = await sql`
    with schemas as (select oid, nspname, nspowner from pg_namespace where nspname in ${sql(WORKER_SCHEMAS)}),
    app as (select oid, rolname from pg_roles where rolname = ${role})
    select format('alter schema %I owner to %I', s.nspname, app.rolname) as text from schemas s, app where s.nspowner <> app.oid
    union all
    select format('alter table %s owner to %I', c.oid::regclass, app.rolname) from pg_class c, app
      where c.relnamespace in (select oid from schemas) and c.relkind in ('r', 'p', 'v', 'm') and c.relowner <> app.oid
    union all
    select format('alter sequence %s owner to %I', c.oid::regclass, app.rolname) from pg_class c, app
      where c.relnamespace in (select oid from schemas) and c.relkind = 'S' and c.relowner <> app.oid
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))
    union all
    select format('alter routine %s owner to %I', p.oid::regprocedure, app.rolname) from pg_proc p, app
      where p.pronamespace in (select oid from schemas) and p.proowner <> app.oid
    union all
    select format('alter type %s owner to %I', t.oid::regtype, app.rolname) from pg_type t, app
      where t.typnamespace in (select oid from schemas) and t.typowner <> app.oid
        and (t.typtype in ('d', 'e') or (t.typtype = 'c' and (select relkind from pg_class where oid = t.typrelid) = 'c'))`
  for (const { text } of statements) await sql.unsafe(text)
}
