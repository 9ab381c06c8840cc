import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { instanceSettings, users } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { type SignUpPolicy, signUpPolicySchema } from '@/lib/domain/instance/sign-up'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db, type Executor } from '../db'
import { holdInstanceAdmin } from './admin'

/** Who may open an account; `open` until an instance admin decides otherwise. Anybody may know, since the first page says it. */
export async function signUpPolicy(executor: Executor = db()): Promise<SignUpPolicy> {
  const [row] = await executor.select({ signUp: instanceSettings.signUp }).from(instanceSettings)
  return row?.signUp ?? 'open'
}

/** Whether nobody has an account yet. The first account of an installation may always be opened. */
export async function isInstallationEmpty(executor: Executor = db()): Promise<boolean> {
  const [anybody] = await executor.select({ id: users.id }).from(users).limit(1)
  return anybody === undefined
}

/** Decides who may open an account from now on. @throws AppError `not_found`, `invalid`. */
export async function setSignUpPolicy(actor: Actor, wanted: SignUpPolicy): Promise<void> {
  const parsed = signUpPolicySchema.safeParse(wanted)
  if (!parsed.success) throw new AppError('invalid', 'There is no such choice.')
  const signUp = parsed.data
  await db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    await tx.insert(instanceSettings).values({ id: 1 }).onConflictDoNothing()
    const [before] = await tx.select({ signUp: instanceSettings.signUp }).from(instanceSettings).for('update')
    if (before?.signUp === signUp) return
    await tx.update(instanceSettings).set({ signUp, updatedBy: admin.userId, updatedAt: sql`now()` }).where(eq(instanceSettings.id, 1))
    const change = { before: { signUp: before?.signUp ?? 'open' }, after: { signUp } }
    await recordAudit(tx, actor, { action: 'sign-up.policy-changed', teamId: null, targetKind: 'instance', targetId: null, ...change })
  })
}
