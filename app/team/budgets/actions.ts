'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { FormState } from '@/app/_components/form'
import { currentActor } from '@/app/_server/actor'
import { parse, parseForm, toResult } from '@/app/_server/result'
import { grantException, setBudget } from '@/lib/data/budgets/mutations'
import { type BudgetKind, budgetKindSchema, countedKindSchema, exceptionSchema, limitsSchema, readDollars, readImages } from '@/lib/domain/budget'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

const subjectShape = { teamId: idSchema, subjectId: idSchema }
const setForm = z.object({ ...subjectShape, kind: budgetKindSchema, images: readImages, money: readDollars })

/** Empty fields are unlimited. */
export async function setBudgetAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return toResult(async () => {
    const { teamId, kind, subjectId, images, money } = parseForm(setForm, form)
    await setBudget(await currentActor(), { teamId, kind, subjectId, limits: parse(limitsSchema, { images, moneyMicroUsd: money }) })
    revalidatePath('/team/budgets')
    return null
  })
}

/** Takes a budget away; a member then has that of every member. */
export async function clearBudgetAction(teamId: string, kind: BudgetKind, subjectId: string): Promise<Result<void>> {
  return toResult(async () => {
    const subject = { teamId: parse(idSchema, teamId), kind: parse(budgetKindSchema, kind), subjectId: parse(idSchema, subjectId) }
    await setBudget(await currentActor(), { ...subject, limits: null })
    revalidatePath('/team/budgets')
  })
}

const grantForm = z
  .object({ ...subjectShape, kind: countedKindSchema, images: readImages.optional(), money: readDollars.optional(), reason: z.string() })
  .transform(({ images, money, ...rest }) => ({ ...rest, images: images ?? 0, moneyMicroUsd: money ?? 0 }))
  // The same words beside the same fields, whoever checks.
  .superRefine(({ images, moneyMicroUsd, reason }, context) => {
    for (const issue of exceptionSchema.safeParse({ images, moneyMicroUsd, reason }).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message })
    }
  })

export async function grantExceptionAction(_previous: FormState<null>, form: FormData): Promise<FormState<null>> {
  return toResult(async () => {
    const { teamId, kind, subjectId, ...exception } = parseForm(grantForm, form)
    await grantException(await currentActor(), { teamId, kind, subjectId, exception })
    revalidatePath('/team/budgets')
    return null
  })
}
