'use client'
import { Copy, Eye, EyeOff, Trash2 } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { commonCentre, moveNodes } from '@/lib/scene/commands/many'
import type { SceneNode } from '@/lib/scene/schema'
import { deleteSelected, duplicateSelected, toggleVisible } from '../selection-commands'
import { useEditor, useEditorActions, useEditorStore } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'
import { Section, VectorLine } from './controls'
import { MaterialSection } from './material-section'

/** What several selected things have in common: where their middle is, and their material. */
export function ManyInspector({ ids }: { ids: readonly string[] }) {
  const store = useEditorStore()
  const handle = useViewportHandle()
  const someVisible = useEditor((state) => ids.some((id) => state.document.nodes[id]?.visible))
  return (
    <>
      <h2 className="px-4 pt-3.5 font-semibold">{ids.length} objects</h2>
      <div className="flex gap-2 px-4 pt-3">
        <Button size="sm" icon={<Icon icon={Copy} size="sm" />} onClick={() => duplicateSelected(store, handle)}>
          Duplicate
        </Button>
        <Button size="sm" icon={<Icon icon={someVisible ? EyeOff : Eye} size="sm" />} onClick={() => toggleVisible(store)}>
          {someVisible ? 'Hide' : 'Show'}
        </Button>
        <Button size="sm" icon={<Icon icon={Trash2} size="sm" />} onClick={() => deleteSelected(store)}>
          Delete
        </Button>
      </div>
      <CentreSection ids={ids} />
      <SharedMaterial ids={ids} />
    </>
  )
}

function CentreSection({ ids }: { ids: readonly string[] }) {
  const { drag, endDrag } = useEditorActions()
  const centre = useEditor(useShallow((state) => commonCentre(state.document, ids)))
  if (!centre) return null
  return (
    <Section title="Transform">
      <VectorLine
        label="Centre"
        unit="m"
        value={centre}
        step={0.01}
        digits={3}
        onChange={(next) =>
          drag('Move', (doc) => {
            const from = commonCentre(doc, ids) ?? next
            return moveNodes(doc, ids, [next[0] - from[0], next[1] - from[1], next[2] - from[2]])
          })
        }
        onCommit={endDrag}
      />
    </Section>
  )
}

function SharedMaterial({ ids }: { ids: readonly string[] }) {
  // Models that keep their own materials stay out of it: replacing those is a decision for each.
  const painted = useEditor(useShallow((state) => ids.filter((id) => materialOf(state.document.nodes[id]))))
  const last = painted.at(-1)
  const node = useEditor((state) => (last ? state.document.nodes[last] : undefined))
  if (!node || node.type === 'light') return null
  return (
    <>
      <MaterialSection ids={painted} node={node} />
      {painted.length > 1 ? (
        <p className="px-4 py-3 text-sm text-text-3">
          These are the values of “{node.name}”. What you change goes to all {painted.length}.
        </p>
      ) : null}
    </>
  )
}

const materialOf = (node: SceneNode | undefined) => (node && node.type !== 'light' ? node.material : null)
