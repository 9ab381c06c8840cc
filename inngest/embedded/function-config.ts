import { z } from 'zod'
import { delayMsOf } from './durations'
import { assertExpression, type ExpressionScope, isTrue, keyOf } from './expressions'

/** What Inngest's server does when a function does not say: four retries, so five attempts. */
const RETRIES_DEFAULT = 4

const expressionSchema = z.string().superRefine((text, context) => {
  try {
    assertExpression(text)
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is not an expression` })
  }
})

const durationSchema = z.string().superRefine((text, context) => {
  try {
    delayMsOf(text, new Date())
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is not a duration` })
  }
})

const concurrencySchema = z.strictObject({
  limit: z.int().positive(),
  key: expressionSchema.optional(),
  // Limits shared between functions ("env", "account") would need buckets that outlive one function's configuration.
  scope: z.literal('fn').optional(),
})

/** Exactly what the executor carries out. Strict throughout: an option that is not named here is refused, not ignored. */
const functionSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  triggers: z.array(z.union([z.strictObject({ event: z.string(), expression: expressionSchema.optional() }), z.strictObject({ cron: z.string() })])),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.string(),
      name: z.string(),
      runtime: z.unknown(),
      retries: z.strictObject({ attempts: z.int().nonnegative().optional() }).optional(),
    }),
  }),
  idempotency: expressionSchema.optional(),
  concurrency: z
    .union([
      z
        .int()
        .positive()
        .transform((limit) => [{ limit }]),
      concurrencySchema.transform((one) => [one]),
      z.array(concurrencySchema),
    ])
    .optional(),
  cancel: z.array(z.strictObject({ event: z.string(), if: expressionSchema.optional(), timeout: durationSchema.optional() })).optional(),
})
type FunctionConfig = z.infer<typeof functionSchema>

export type Bucket = { name: string; capacity: number }

/** One function, as the executor needs to know it. */
export type ServedFunction = {
  id: string
  attemptsMax: number
  /** Five-field cron schedules in UTC. */
  crons: readonly string[]
  isTriggeredBy: (event: { name: string }) => boolean
  /** Undefined when the function has no idempotency expression. */
  idempotencyKey: (event: unknown) => string | undefined
  /** The concurrency buckets that every call of a run must have a place in. */
  buckets: (event: unknown) => Bucket[]
  /** Names of events that may cancel a run. */
  cancelEvents: readonly string[]
  isCanceledBy: (run: { event: unknown; createdAt: Date }, incoming: { name: string }, now: Date) => boolean
}

/**
 * Reads what the SDK says about its functions.
 * @throws Error naming the function and the option when a function asks for something that the executor does not carry out.
 */
export function readFunctions(description: unknown): ServedFunction[] {
  const { functions } = z.object({ functions: z.array(z.looseObject({ id: z.string() })) }).parse(description)
  const problems: string[] = []
  const served: ServedFunction[] = []
  for (const described of functions) {
    const parsed = functionSchema.safeParse(described)
    if (parsed.success) served.push(toServed(parsed.data))
    else problems.push(...parsed.error.issues.flatMap((issue) => explain(described.id, issue)))
  }
  if (problems.length > 0) {
    throw new Error(`The embedded executor cannot run these functions as they are configured:\n${problems.map((line) => `  ${line}`).join('\n')}`)
  }
  return served
}

function explain(functionId: string, issue: z.core.$ZodIssue): string[] {
  const at = (path: readonly PropertyKey[]): string => path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${functionId}: option "${at([...issue.path, key])}" is not carried out`)
  }
  if (issue.code === 'invalid_union') {
    // Of several possible forms the one with the fewest complaints is the one that was meant.
    const nearest = [...issue.errors].sort((a, b) => a.length - b.length || (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0] ?? []
    return nearest.flatMap((inner) => explain(functionId, { ...inner, path: [...issue.path, ...inner.path] }))
  }
  return [`${functionId}: option "${at(issue.path)}" is not carried out (${issue.message})`]
}

function toServed(config: FunctionConfig): ServedFunction {
  const cancel = config.cancel ?? []
  return {
    id: config.id,
    attemptsMax: (config.steps.step.retries?.attempts ?? RETRIES_DEFAULT) + 1,
    crons: config.triggers.flatMap((trigger) => ('cron' in trigger ? [trigger.cron] : [])),
    isTriggeredBy: (event) => config.triggers.some((trigger) => 'event' in trigger && trigger.event === event.name && isTrue(trigger.expression, { event })),
    idempotencyKey: (event) => (config.idempotency === undefined ? undefined : keyOf(config.idempotency, { event })),
    buckets: (event) => (config.concurrency ?? []).map((option, index) => toBucket(config.id, index, option, { event })),
    cancelEvents: cancel.map((option) => option.event),
    isCanceledBy: (run, incoming, now) =>
      cancel.some(
        (option) =>
          option.event === incoming.name &&
          (option.timeout === undefined || now.getTime() - run.createdAt.getTime() <= delayMsOf(option.timeout, run.createdAt)) &&
          isTrue(option.if, { event: run.event, async: incoming }),
      ),
  }
}

function toBucket(functionId: string, index: number, option: { limit: number; key?: string }, scope: ExpressionScope): Bucket {
  const key = option.key === undefined ? '' : keyOf(option.key, scope)
  return { name: `${functionId}:${index}:${key}`, capacity: option.limit }
}
