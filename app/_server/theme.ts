import 'server-only'
import { z } from 'zod'
import { ownCookies } from './own-cookies'

export const THEME_COOKIE = 'maquette_theme'
export const themeSchema = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof themeSchema>

/** What the user chose, or nothing: then the system decides, and the editor is dark. */
export async function readTheme(): Promise<Theme | undefined> {
  return themeSchema.safeParse((await ownCookies()).get(THEME_COOKIE)).data
}
