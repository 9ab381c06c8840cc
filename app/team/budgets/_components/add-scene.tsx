'use client'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { NOTHING_USED, UNLIMITED } from '@/lib/domain/budget'
import { type BudgetActions, BudgetRow } from './budget-row'

const NOBODY = 'none'

/** Chooses a scene that has no budget yet, and sets one. */
export function AddScene({ teamId, scenes, actions }: { teamId: string; scenes: readonly { id: string; name: string }[]; actions: BudgetActions }) {
  const [chosen, setChosen] = useState(NOBODY)
  const scene = scenes.find(({ id }) => id === chosen)
  return (
    <div className="flex flex-col gap-3">
      <Field label="Give a scene a budget" className="max-w-80">
        <Select
          value={chosen}
          onValueChange={setChosen}
          options={[{ value: NOBODY, label: 'Choose a scene' }, ...scenes.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Field>
      {scene ? (
        <ul className="flex flex-col rounded-md border border-line bg-panel">
          <BudgetRow
            key={scene.id}
            teamId={teamId}
            kind="scene"
            subjectId={scene.id}
            name={scene.name}
            title={scene.name}
            own={null}
            limits={UNLIMITED}
            extra={NOTHING_USED}
            fallback="No budget yet"
            meters={null}
            actions={actions}
          />
        </ul>
      ) : null}
    </div>
  )
}
