import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { generations, scenes, searchWords } from '@/db/schema'
import { editsAllowed, nearestWords } from '@/lib/domain/edit-distance'
import { db } from '../db'

/** More words than this narrow nothing down any further. */
const WORDS_MAX = 12
/** So many scenes can one word name. */
const SCENES_MAX = 200
const GUESSES_MAX = 4
/** More words than this that begin alike are not added up. */
const PREFIX_WORDS_MAX = 500
/** Rows are counted up to here: more is simply many. */
export const MANY = 3000

/** A search, ready to ask: null where no word of it is known, so that nothing can be found. */
export type Search = {
  /** Of type tsquery. Each typed word stands for what begins with it, and for the scenes that it names. */
  query: SQL
  /** The part of the query that the fewest meet: one typed word of several. */
  rarest: SQL
  /** About so many generations meet the rarest part; anything above {@link MANY} stands for many. */
  atMost: number
}

type Term = { word: string; uses: number; words: number; scenes: string[]; made: number }

/**
 * Reads what somebody typed. A word that nobody in the team has used is taken for a typing error of words that somebody has.
 * The caller restricts the rows to the team, so what is known about another team's words decides nothing but this search.
 * @returns undefined for a text without a word in it.
 */
export async function readSearch(teamId: string, text: string): Promise<Search | null | undefined> {
  const terms = await lookUp(teamId, text)
  if (terms.length === 0) return undefined
  const groups = await Promise.all(terms.map(async (term) => (isKnown(term) ? [term] : guess(teamId, term.word))))
  if (groups.some((group) => group.length === 0)) return null
  const parts = groups.map((group) => ({
    text: `(${group.flatMap(alternatives).join(' | ')})`,
    size: group.reduce((sum, term) => sum + termSize(term), 0),
  }))
  const [rarest] = parts.toSorted((a, b) => a.size - b.size)
  return {
    query: sql`${parts.map(({ text }) => text).join(' & ')}::tsquery`,
    rarest: sql`${rarest?.text ?? ''}::tsquery`,
    atMost: rarest?.size ?? 0,
  }
}

const isKnown = (term: Term): boolean => term.words > 0 || term.scenes.length > 0
/** As the words come from Postgres's own parser after all punctuation was taken out, quoting them is all that they need. */
const quoted = (word: string): string => `'${word.replace(/['\\]/g, '')}'`
const alternatives = (term: Term): string[] => [`${quoted(term.word)}:*`, ...term.scenes.map(quoted)]
const termSize = (term: Term): number => (term.words > PREFIX_WORDS_MAX ? MANY + 1 : term.uses + term.made)

/** What the team knows about each word of a text. */
async function lookUp(teamId: string, text: string): Promise<Term[]> {
  return db().execute<Term>(sql`
    with terms as (select word from unnest(tsvector_to_array(to_tsvector('simple', search_fold(${text})))) word limit ${WORDS_MAX})
    select t.word, w.uses, w.words, s.scenes, m.made
    from terms t
    cross join lateral (
      select coalesce(sum(each.uses), 0)::int as uses, count(*)::int as words from (
        select uses from ${searchWords} k
        where k.team_id = ${teamId} and k.word ~>=~ t.word and k.word ~<~ (t.word || chr(1114111)) limit ${PREFIX_WORDS_MAX + 1}::int) each
    ) w
    cross join lateral (
      select coalesce(array_agg(each.id), '{}') as scenes from (
        select id from ${scenes} s where s.team_id = ${teamId}
          and to_tsvector('simple'::regconfig, search_fold(s.name)) @@ ('''' || t.word || ''':*')::tsquery
        order by s.updated_at desc limit ${SCENES_MAX}) each
    ) s
    cross join lateral (
      select count(*)::int as made from (
        select 1 from ${generations} g where g.scene_id = any(s.scenes) and g.deleted_at is null limit ${MANY + 1}::int) each
    ) m`)
}

/** The words that may have been meant by one that nobody used. */
async function guess(teamId: string, typed: string): Promise<Term[]> {
  const letters = [...typed]
  if (editsAllowed(letters.length) === 0) return []
  const first = letters[0] ?? ''
  const near = await db().execute<{ word: string; uses: number }>(sql`
    (select word, uses from ${searchWords} where team_id = ${teamId} and word ~ '^[^0-9]{3,40}$' and word % ${typed} limit 500)
    union
    (select word, uses from ${searchWords} where team_id = ${teamId} and word ~>=~ ${first} and word ~<~ (${first} || chr(1114111))
      and length(word) between ${letters.length - 2}::int and ${letters.length + 2}::int limit 2000)`)
  const words = nearestWords(typed, near, GUESSES_MAX)
  if (words.length === 0) return []
  return (await lookUp(teamId, words.join(' '))).filter(isKnown)
}
