/** The pattern of `ilike` for a text that may stand anywhere. Signs that mean something to a pattern are taken as they are. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
