import 'server-only'
import { sql } from 'drizzle-orm'
import { db } from './db'

/** Whether the database answers. Reads nothing of anybody, so it asks for no actor. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await db().execute(sql`select 1`)
    return true
  } catch {
    return false
  }
}
