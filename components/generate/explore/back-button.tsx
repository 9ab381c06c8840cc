'use client'
import { ArrowLeft, LayoutGrid } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { GenerationView } from '@/lib/domain/generation-view'
import { useGenerate } from '../generate-provider'
import { show, showGrid } from '../panel-state'
import { useEscape } from './use-escape'

/** The way back from one generation: to the grid that it is a part of, with Escape too, or to the 3D view. */
export function BackButton({ run, quiet = false }: { run: Pick<GenerationView, 'exploration'>; quiet?: boolean }) {
  const { store } = useGenerate()
  const { exploration } = run
  const back = (): void => (exploration ? showGrid(store, exploration.id, exploration.place) : show(store, null))
  useEscape(exploration ? back : null)
  return (
    <Button variant={quiet ? 'quiet' : undefined} icon={<Icon icon={exploration ? LayoutGrid : ArrowLeft} />} onClick={back}>
      {exploration ? 'Back to the grid' : 'Back to 3D'}
    </Button>
  )
}
