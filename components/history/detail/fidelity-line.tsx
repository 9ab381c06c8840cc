'use client'
import { ScanEye } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Tooltip } from '@/components/ui/tooltip'
import { FIDELITY_EXPLAINED, fidelityWords } from '@/lib/domain/fidelity'
import type { OutputDetail } from '@/lib/domain/generation-view'

export type FidelityLineProps = {
  output: Pick<OutputDetail, 'fidelity' | 'fidelityDetails'>
  /** Whether the image shows where it differs. */
  showsHeat: boolean
  onShowHeat: (on: boolean) => void
  /** Leads to the list of objects. */
  onDetails: () => void
}

/** One line about how faithful an image is; nothing where that was not measured. */
export function FidelityLine({ output, showsHeat, onShowHeat, onDetails }: FidelityLineProps) {
  const { fidelity, fidelityDetails } = output
  if (fidelity === null) return null
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Tooltip content={FIDELITY_EXPLAINED}>
        <button type="button" onClick={onDetails} className="rounded-sm py-1 text-md hover:underline phone:py-3">
          Fidelity <span className="font-semibold tabular-nums">{fidelityWords(fidelity)}</span>
        </button>
      </Tooltip>
      {fidelityDetails?.heatAssetId ? (
        <Button size="sm" variant="quiet" aria-pressed={showsHeat} icon={<Icon icon={ScanEye} size="sm" />} onClick={() => onShowHeat(!showsHeat)}>
          Show where it differs
        </Button>
      ) : null}
    </div>
  )
}
