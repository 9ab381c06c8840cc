'use server'
import { AppError, type Result } from '@/lib/domain/errors'
import { SIGNED_OUT } from '@/lib/domain/signed-out'
import { signOut } from './auth'
import { ownCookies } from './own-cookies'
import { toResult } from './result'
import { THEME_COOKIE, type Theme, themeSchema } from './theme'

const YEAR_S = 365 * 86_400

/** Ends this session and leads to the first page, where the browser forgets the pictures that it kept (see `proxy.ts`). */
export async function signOutAction(): Promise<void> {
  await signOut({ redirectTo: `/?${SIGNED_OUT}` })
}

/** Keeps the theme for a year in this browser. */
export async function setThemeAction(theme: Theme): Promise<Result<Theme>> {
  return toResult(async () => {
    const parsed = themeSchema.safeParse(theme)
    if (!parsed.success) throw new AppError('invalid', 'There is no such theme.')
    ;(await ownCookies()).set(THEME_COOKIE, parsed.data, YEAR_S)
    return parsed.data
  })
}
