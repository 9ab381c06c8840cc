import { customFetch } from 'next-auth'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import { z } from 'zod'
import type { SignInProvider } from '@/lib/domain/sign-in'

type OAuthApp = { clientId: string; clientSecret: string }
export type OAuthApps = Partial<Record<SignInProvider, OAuthApp>>

/** What a provider says of the person who came from it, read from its own words. */
export type OAuthProfile = { provider: SignInProvider; accountId: string; email: string | null; emailVerified: boolean; name: string | null }

const GITHUB_API = 'https://api.github.com'
const githubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() })
/** https://docs.github.com/en/rest/users/emails: the profile alone does not say which address is verified. */
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))
const githubProfile = githubUser.extend({ email: z.string().nullish(), email_verified: z.boolean() })
/** Claims of the id token: https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload. */
const googleProfile = z.object({ sub: z.string(), email: z.string().nullish(), email_verified: z.boolean().nullish(), name: z.string().nullish() })

/**
 * The providers whose keys are there. Each sign-in carries PKCE and a state, and Google's a nonce, so that an answer belongs to
 * the browser that asked. `request` makes every call to a provider; tests give one that leads to a server of their own.
 */
export function oauthProviders({ github, google }: OAuthApps, request: typeof fetch) {
  return [
    ...(github
      ? [GitHub({ ...github, checks: ['pkce', 'state'], [customFetch]: request, userinfo: { url: `${GITHUB_API}/user`, request: askGitHub(request) } })]
      : []),
    ...(google ? [Google({ ...google, checks: ['pkce', 'state', 'nonce'], [customFetch]: request })] : []),
  ]
}

const askGitHub =
  (request: typeof fetch) =>
  async ({ tokens }: { tokens: { access_token?: string } }) => {
    const ask = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/vnd.github+json', 'user-agent': 'maquette' }
      const response = await request(`${GITHUB_API}${path}`, { headers })
      if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path}`)
      return response.json()
    }
    const [user, emails] = [githubUser.parse(await ask('/user')), githubEmails.parse(await ask('/user/emails'))]
    const primary = emails.find((email) => email.primary)
    return { ...user, email: primary?.email ?? null, email_verified: primary?.verified ?? false }
  }

/** @returns nothing for a provider that is not ours. @throws ZodError when the answer is not what the provider documents. */
export function readOAuthProfile(provider: string, profile: unknown): OAuthProfile | undefined {
  if (provider === 'github') {
    const { id, email, email_verified, name, login } = githubProfile.parse(profile)
    return { provider, accountId: String(id), email: email ?? null, emailVerified: email_verified, name: name ?? login }
  }
  if (provider !== 'google') return undefined
  const { sub, email, email_verified, name } = googleProfile.parse(profile)
  return { provider, accountId: sub, email: email ?? null, emailVerified: email_verified === true, name: name ?? null }
}
