/** The query of the first page, where somebody comes who has just signed out. */
export const SIGNED_OUT = 'signed-out'
