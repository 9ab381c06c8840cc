import { migrateDatabase, startEmbeddedDatabase } from './database.mjs'
import { withDataFolder } from './started.mjs'

/**
 * Starts a Postgres as `npm start` does, empty but for the tables, and points the data layer of this process at it. It is
 * ended and removed afterwards.
 * @template T
 * @param {string} root
 * @param {(database: { url: string, dataFolder: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDatabase(root, work) {
  return withDataFolder(async (dataFolder) => {
    const database = await startEmbeddedDatabase({
      root,
      dataFolder,
      onGivenUp: (problem) => {
        throw problem
      },
    })
    try {
      process.env.DATABASE_URL = await migrateDatabase(root, database)
      process.env.MAQUETTE_DATA = dataFolder
      return await work({ url: database.url, dataFolder })
    } finally {
      await database.stop()
    }
  })
}

/**
 * Milliseconds that a piece of work takes.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number>}
 */
export async function timeOf(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}
