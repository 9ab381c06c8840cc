import 'server-only'
import { sql } from 'drizzle-orm'
import { generationOutputs, generationSearch, generations, searchWords } from '@/db/schema'
import type { Executor } from '../db'

/** From here on a word is common, and its uses are counted no further. */
const COMMON = 10_000
/** Longer ones are found by their beginning, and are nobody's typing error. */
const WORD_LENGTH_MAX = 60

const textArray = (texts: readonly string[]) => sql`${sql.param([...texts])}::text[]`

/**
 * Brings the words of generations up to date, inside the transaction that changed them. What is in the trash has none.
 * Called last in a transaction: of two that add the same new word, one waits for the other's end.
 */
export async function indexGenerations(tx: Executor, generationIds: readonly string[]): Promise<void> {
  if (generationIds.length === 0) return
  const ids = textArray(generationIds)
  await tx.execute(sql`
    delete from ${generationSearch} where generation_id = any(${ids})
      and not exists (select 1 from ${generations} g where g.id = ${generationSearch.generationId} and g.deleted_at is null)`)
  await tx.execute(sql`
    with fresh as (
      select g.id, g.team_id, g.created_at, g.scene_id, strip(to_tsvector('simple', search_fold(concat_ws(' ', g.prompt, g.shot_name, marks.texts)))) as words
      from ${generations} g
      left join lateral (
        select string_agg(concat_ws(' ', o.title, array_to_string(o.tags, ' ')), ' ') as texts
        from ${generationOutputs} o where o.generation_id = g.id and o.deleted_at is null
      ) marks on true
      where g.id = any(${ids}) and g.deleted_at is null
    ),
    known as (select s.generation_id, s.words from ${generationSearch} s where s.generation_id = any(${ids})),
    written as (
      insert into ${generationSearch} (generation_id, team_id, created_at, words)
      select id, team_id, created_at, words || array_to_tsvector(array_remove(array[scene_id], null)) from fresh
      on conflict (generation_id) do update set words = excluded.words where ${generationSearch.words} <> excluded.words
    ),
    added as (
      select f.team_id, word, count(*)::int as uses
      from fresh f
      left join known k on k.generation_id = f.id
      cross join unnest(tsvector_to_array(f.words)) word
      where length(word) <= ${WORD_LENGTH_MAX}::int and not coalesce(word = any(tsvector_to_array(k.words)), false)
      group by 1, 2
    )
    insert into ${searchWords} (team_id, word, uses)
    select a.team_id, a.word, a.uses from added a
    where not exists (select 1 from ${searchWords} w where w.team_id = a.team_id and w.word = a.word and w.uses >= ${COMMON}::int)
    order by a.team_id, a.word
    on conflict (team_id, word) do update set uses = ${searchWords.uses} + excluded.uses`)
}

/** Remembers the words of a scene's name, so that one that is nearly typed right finds it. */
export async function learnWords(tx: Executor, teamId: string, text: string): Promise<void> {
  await tx.execute(sql`
    insert into ${searchWords} (team_id, word, uses)
    select ${teamId}, word, 0 from unnest(tsvector_to_array(to_tsvector('simple', search_fold(${text})))) word
    where length(word) <= ${WORD_LENGTH_MAX}::int order by word
    on conflict do nothing`)
}
