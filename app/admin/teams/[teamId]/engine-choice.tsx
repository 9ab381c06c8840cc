'use client'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type EngineChoiceProps = {
  teamId: string
  /** Null is every one, also those to come. */
  engines: readonly string[] | null
  choices: readonly { id: string; label: string }[]
  save: (teamId: string, engines: string[] | null) => Promise<Result<null>>
}

/** All engines, or those that are switched on here. */
export function EngineChoice({ teamId, engines, choices, save }: EngineChoiceProps) {
  const [all, setAll] = useState(engines === null)
  const [chosen, setChosen] = useState<readonly string[]>(engines ?? choices.map(({ id }) => id))
  const [pending, start] = useTransition()
  const toast = useToast()
  const press = () =>
    start(async () => {
      const result = await save(teamId, all ? null : [...chosen])
      toast(result.ok ? { message: 'Saved. It counts from now on.' } : { message: result.error.message, tone: 'error' })
    })
  const turn = (id: string, on: boolean) => setChosen((ids) => (on ? [...ids, id] : ids.filter((one) => one !== id)))
  return (
    <div className="flex flex-col items-start gap-4">
      <Segmented
        label="Engines"
        value={all ? 'all' : 'chosen'}
        onValueChange={(value) => setAll(value === 'all')}
        options={[
          { value: 'all', label: 'All, also new ones' },
          { value: 'chosen', label: 'Only some' },
        ]}
      />
      {all ? null : (
        <ul className="w-full">
          {choices.map(({ id, label }) => (
            <li key={id} className="flex items-center justify-between gap-3 border-line border-b py-2 phone:py-3">
              <span className="min-w-0 truncate">{label}</span>
              <Switch label={label} checked={chosen.includes(id)} onCheckedChange={(on) => turn(id, on)} />
            </li>
          ))}
        </ul>
      )}
      <Button pending={pending} onClick={press}>
        Save engines
      </Button>
    </div>
  )
}
