import 'server-only'
import { headers } from 'next/headers'
import type { GrantedSession } from '@/lib/auth/create-auth'
import { actorForSession } from '@/lib/data/actor'
import { linkIdentity, type ProviderProfile, signInWithProvider } from '@/lib/data/identities/mutations'
import { createSceneFromSample } from '@/lib/data/scenes/mutations'
import { AppError } from '@/lib/domain/errors'
import { reportError } from '@/lib/platform/log'
import { clientOf, originOf, visitorOf } from './client'
import { rememberFirstHalf } from './half-signed-in'
import { takeInvitation } from './invitation-claim'
import { takeLinkIntent } from './link-intent'
import { saySignInProblem } from './sign-in-problem'

/**
 * Somebody came back from a provider: to link its account, when this browser left for that in the session that is still
 * open, else to sign in.
 * @returns the session that was opened, or the path to go on at. What is wrong is told on the page there.
 */
export async function arriveFromProvider(profile: ProviderProfile, sessionId: string | undefined): Promise<GrantedSession | string> {
  const sent = await headers()
  const actor = await actorForSession(sessionId, originOf(sent))
  const intended = await takeLinkIntent(profile.provider)
  const isLinking = actor.kind === 'user' && intended === actor.sessionId
  try {
    if (isLinking) {
      await linkIdentity(actor, profile)
      return `/account?linked=${profile.provider}`
    }
    const outcome = await signInWithProvider(visitorOf(sent), { profile, client: clientOf(sent), invitation: await takeInvitation() })
    if (outcome.kind === 'needs_code') {
      await rememberFirstHalf({ userId: outcome.userId, method: outcome.method })
      return '/sign-in/second-factor'
    }
    if (outcome.newTeamId)
      await createSceneFromSample(await actorForSession(outcome.sessionId, originOf(sent)), { teamId: outcome.newTeamId, sample: 'plinth' })
    return outcome
  } catch (error) {
    if (!(error instanceof AppError)) reportError(error, { where: 'signing in with a provider' })
    await saySignInProblem(error instanceof AppError ? error.userMessage : 'Signing in did not work. Try again.')
    return isLinking ? '/account' : '/sign-in'
  }
}
