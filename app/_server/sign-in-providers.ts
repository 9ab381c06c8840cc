import 'server-only'
import type { SignInProvider } from '@/lib/domain/sign-in'
import { oauthApps } from '@/lib/platform/env'

/** The accounts elsewhere that sign people in to this installation. */
export function signInProviders(): SignInProvider[] {
  const apps = oauthApps()
  return (['github', 'google'] as const).filter((provider) => apps[provider])
}
