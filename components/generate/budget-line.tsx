'use client'
import { useEffect, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { type BudgetLeft, leftWords } from '@/lib/domain/budget'
import { fetchBudgetLeft } from './api'
import { useGenerate, usePanel } from './generate-provider'
import { isOpen } from './panel-state'

/** How much a budget leaves, read anew whenever something was asked for here, has ended or was refused. Nothing where nothing is limited. */
export function BudgetLine() {
  const { sceneId } = useEditorBridge()
  const { mayGenerate } = useGenerate()
  const [left, setLeft] = useState<BudgetLeft | null>(null)
  // What was asked for, what of it has not ended, and the last refusal: the budget is another one when one of them is.
  const moment = usePanel(({ runs, submitError }) => {
    const all = Object.values(runs)
    return { text: [all.length, all.filter(isOpen).length, submitError].join(' ') }
  }).text
  useEffect(() => {
    if (!mayGenerate || moment === '') return
    let current = true
    void fetchBudgetLeft(sceneId).then((found) => {
      if (current && found.ok) setLeft(found.value)
    })
    return () => {
      current = false
    }
  }, [sceneId, mayGenerate, moment])
  const words = left && leftWords(left)
  return words ? <p className="-mt-1.5 mb-2.5 text-sm text-text-2 tabular-nums">{words}</p> : null
}
