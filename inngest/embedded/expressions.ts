import { evaluate, parse } from '@marcbachmann/cel-js'

/** What an expression may look at: the event that began the run, and the event that just came in. */
export type ExpressionScope = { event: unknown; async?: unknown }

/** @throws Error when the text is not an expression of the Common Expression Language. */
export function assertExpression(text: string): void {
  parse(text)
}

/** A field that an event does not have makes a condition false, as it does in Inngest. */
export function isTrue(condition: string | undefined, scope: ExpressionScope): boolean {
  if (condition === undefined) return true
  return evaluated(condition, scope) === true
}

/** The value of a concurrency or idempotency key as text. Events that lack the field share one value, as in Inngest. */
export function keyOf(expression: string, scope: ExpressionScope): string {
  const value = evaluated(expression, scope)
  return typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? 'null')
}

function evaluated(expression: string, scope: ExpressionScope): unknown {
  try {
    return evaluate(expression, scope)
  } catch {
    // The text was parsed when the worker started, so what fails here is a look at something that is not there.
    return undefined
  }
}
