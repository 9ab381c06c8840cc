import { Columns2 } from 'lucide-react'
import type { Route } from 'next'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { COMPARED_MAX, comparePath, snapshotRef } from '@/lib/domain/comparison'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'

export type CompareButtonProps = {
  run: Pick<GenerationView, 'id' | 'snapshotAssetId' | 'outputs'>
  output: Pick<OutputView, 'id'>
  /** Its words. */
  children: ReactNode
}

/**
 * Leads to the comparison of an image with the canvas that it was made from, or, where the canvas was left out, with the
 * other images of the same press. Nothing where there is neither.
 */
export function CompareButton({ run, output, children }: CompareButtonProps) {
  const others = run.outputs.filter((other) => other.id !== output.id).map((other) => other.id)
  const refs = run.snapshotAssetId ? [snapshotRef(run.id), output.id] : [output.id, ...others].slice(0, COMPARED_MAX)
  if (refs.length < 2) return null
  return (
    <LinkButton icon={<Icon icon={Columns2} />} href={comparePath(refs) as Route} title={run.snapshotAssetId ? 'With the canvas' : 'With the other images'}>
      {children}
    </LinkButton>
  )
}
