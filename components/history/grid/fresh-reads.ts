export type FreshReads = {
  /** Reads a row and hands it on, once no change made here can be missing in it. */
  read: (id: string) => Promise<void>
  /** A change is shown here and on its way to the server. @returns what to call when the server has answered. */
  begin: () => () => void
}

/**
 * Keeps an answer that is older than a change from taking the change off the screen: what was asked for before a change or while
 * one is on its way is asked for again afterwards.
 * @param fetch null where the row cannot be read.
 */
export function createFreshReads<Row>(fetch: (id: string) => Promise<Row | null>, arrived: (row: Row) => void): FreshReads {
  /** Goes up when a change begins and when it ends. */
  let turn = 0
  let open = 0
  const late = new Set<string>()

  async function read(id: string): Promise<void> {
    const asked = turn
    const row = await fetch(id)
    if (row === null) return
    if (open > 0) late.add(id)
    else if (turn === asked) arrived(row)
    else await read(id)
  }

  return {
    read,
    begin() {
      turn++
      open++
      return () => {
        turn++
        open--
        if (open > 0) return
        const again = [...late]
        late.clear()
        for (const id of again) void read(id)
      }
    },
  }
}
