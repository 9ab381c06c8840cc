import { migrateDatabase, startEmbeddedDatabase } from './database.mjs'
import { removeData, withDataFolder } from './started.mjs'

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

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
    // It has a session of its own, so neither Ctrl-C nor the end of this process would reach it.
    const end = () =>
      void database.stop().finally(() => {
        removeData(dataFolder)
        process.exit(1)
      })
    for (const signal of SIGNALS) process.once(signal, end)
    try {
      process.env.DATABASE_URL = await migrateDatabase(root, database)
      process.env.MAQUETTE_DATA = dataFolder
      return await work({ url: database.url, dataFolder })
    } finally {
      for (const signal of SIGNALS) process.off(signal, end)
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
