'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { CardRow, CardTable } from '@/components/ui/card-table'
import { Pill } from '@/components/ui/pill'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type DeliveryRow = {
  id: string
  event: string
  host: string
  state: { words: string; dot: 'good' | 'bad' | 'neutral' }
  answer: string
  when: ReactNode
  /** Whether it may be sent again. */
  resend: boolean
}

/** The newest messages, each with what the other side answered last. */
export function DeliveryList({ rows, redeliver }: { rows: readonly DeliveryRow[]; redeliver: (deliveryId: string) => Promise<Result<void>> }) {
  const router = useRouter()
  return (
    <section aria-labelledby="messages">
      <div className="mb-4 flex items-center justify-between gap-4">
        <h2 id="messages" className="font-semibold text-lg">
          Messages
        </h2>
        <Button variant="quiet" onClick={() => router.refresh()}>
          Reload
        </Button>
      </div>
      {rows.length === 0 ? (
        <p className="rounded-md border border-line bg-panel px-4 py-6 text-center text-text-2">
          Nothing was sent yet. Press Send a test, or generate something.
        </p>
      ) : (
        <CardTable columns={['Event', 'State', 'Last answer', 'When']}>
          {rows.map((row) => (
            <Row key={row.id} row={row} redeliver={redeliver} />
          ))}
        </CardTable>
      )}
    </section>
  )
}

function Row({ row, redeliver }: { row: DeliveryRow; redeliver: (deliveryId: string) => Promise<Result<void>> }) {
  const toast = useToast()
  const [pending, start] = useTransition()
  const press = () =>
    start(async () => {
      const result = await redeliver(row.id)
      toast(result.ok ? { message: 'On its way again' } : { message: result.error.message, tone: 'error' })
    })
  return (
    <CardRow className="phone:gap-y-1">
      <td>
        <span className="font-mono text-sm">{row.event}</span>
        <span className="block text-sm text-text-3">{row.host}</span>
      </td>
      <td>
        <Pill dot={row.state.dot}>{row.state.words}</Pill>
      </td>
      <td className="text-text-2 phone:text-sm">{row.answer}</td>
      <td className="text-text-2 phone:text-right phone:text-sm">{row.when}</td>
      <td className="text-right phone:col-span-2">
        {row.resend ? (
          <Button
            size="sm"
            variant="quiet"
            pending={pending}
            onClick={press}
            aria-label={`Send again: ${row.event} to ${row.host}`}
            className="phone:mt-2 phone:w-full phone:border-line-2"
          >
            Send again
          </Button>
        ) : null}
      </td>
    </CardRow>
  )
}
