import { describe, expect, it } from 'vitest'
import { PassPlan } from './pass-plan'

describe('PassPlan', () => {
  it('starts with one sample, then fills about 0.7 s, and never adds more than are left', () => {
    const plan = new PassPlan(20)
    expect(plan.next(0)).toBe(1)
    plan.record(1, 100)
    expect(plan.next(1)).toBe(7)
    plan.record(8, 700)
    expect(plan.remainingMs(8)).toBe(1200)
    expect(plan.next(18)).toBe(2)
  })

  it('adds a sample at a time when one takes longer than a pass should', () => {
    const plan = new PassPlan(20)
    plan.record(1, 5000)
    expect(plan.next(1)).toBe(1)
  })

  it('asks for a preview at once, about a second later, and then ever more rarely', () => {
    const plan = new PassPlan(20)
    const due = Array.from({ length: 1000 }, (_, i) => i * 100).filter((now) => plan.isPreviewDue(now))
    const gaps = due.slice(1).map((time, i) => time - (due[i] ?? 0))
    expect(due[0]).toBe(0)
    expect(gaps[0]).toBe(1000)
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b))
    expect(gaps.at(-1)).toBe(8000)
  })
})
