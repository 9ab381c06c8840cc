/**
 * How much wider each bin of durations is than the one before: bin b holds from 1.1^b to 1.1^(b+1) milliseconds. Its middle on
 * that scale lies within 4.9 per cent of all that is in it.
 */
export const BIN_RATIO = 1.1

/** Durations are kept as milliseconds below 2^31, which lies in the last bin. */
export const BINS = 1 + Math.floor(Math.log(2 ** 31) / Math.log(BIN_RATIO))
