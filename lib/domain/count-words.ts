/** Numbers above this are not counted out: nobody reads their digits, and counting 100,000 rows holds a page up. */
export const COUNT_MAX = 10_000

/** `9,999`, `10,000`, `10,000+`. */
export const countWords = (count: number): string => (count > COUNT_MAX ? `${COUNT_MAX.toLocaleString('en')}+` : count.toLocaleString('en'))
