export type Change<Row> = (rows: readonly Row[]) => readonly Row[]

export type FreshReads<Row> = {
  /** Reads a row and hands it on with every change that may be missing in it. */
  read: (id: string) => Promise<void>
  /** A change is shown here and on its way to the server. @returns what to call when the server has answered. */
  begin: (change: Change<Row>) => (done: boolean) => void
}

/**
 * Keeps an answer that is older than a change from taking the change off the screen: what was asked for before the server had the
 * change gets it once more here. So a change must not mind being made twice.
 * @param fetch null where the row cannot be read.
 */
export function createFreshReads<Row>(fetch: (id: string) => Promise<Row | null>, arrived: (row: Row) => void): FreshReads<Row> {
  /** Goes up whenever a change ends. */
  let turn = 0
  let reading = 0
  let changes: { change: Change<Row>; ended: number | null }[] = []

  const forgetOld = (): void => {
    if (reading === 0) changes = changes.filter(({ ended }) => ended === null)
  }

  return {
    async read(id) {
      const asked = turn
      reading++
      const found = await fetch(id)
      const missing = changes.filter(({ ended }) => ended === null || ended > asked)
      reading--
      forgetOld()
      if (found === null) return
      for (const row of missing.reduce<readonly Row[]>((rows, { change }) => change(rows), [found])) arrived(row)
    },
    begin(change) {
      const begun: { change: Change<Row>; ended: number | null } = { change, ended: null }
      changes.push(begun)
      return (done) => {
        begun.ended = ++turn
        if (!done) changes = changes.filter((each) => each !== begun)
        forgetOld()
      }
    },
  }
}
