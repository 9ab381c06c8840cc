import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'

export const THEME_COOKIE = 'maquette_theme'
export const themeSchema = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof themeSchema>

/** What the user chose, or nothing: then the system decides, and the editor is dark. */
export async function readTheme(): Promise<Theme | undefined> {
  return themeSchema.safeParse((await cookies()).get(THEME_COOKIE)?.value).data
}
