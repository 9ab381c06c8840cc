/** The phrases of a text, parted by commas: vocabulary is easier to read and to extend as text than as arrays. */
export const list = (text: string): string[] => text.split(',').map((phrase) => phrase.trim().replace(/\s+/gu, ' '))
