/**
 * Whether a text can be kept as it is: Postgres stores neither a NUL nor, in JSON, half of a surrogate pair. No keyboard
 * makes either, so schemas refuse them instead of repairing them.
 */
export const isStorableText = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text)

export const NOT_STORABLE = 'This text holds a character that cannot be kept.'
