/**
 * How much wider each bin of durations is than the one before: bin b holds from 1.1^b to 1.1^(b+1) milliseconds. Its middle on
 * that scale lies within 4.9 per cent of all that is in it.
 */
export const BIN_RATIO = 1.1
