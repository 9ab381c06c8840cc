/** Joins class names and leaves out what is falsy. Later utilities do not override earlier ones: pass only what differs. */
export function cx(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
