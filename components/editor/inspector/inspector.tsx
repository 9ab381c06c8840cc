'use client'
import { setTransform } from '@/lib/scene/commands/commands'
import type { SceneNode } from '@/lib/scene/schema'
import { useEditorSession } from '../session'
import { useEditor, useEditorActions } from '../store/context'
import { selectedIds } from '../store/editor-store'
import { CameraSection } from './camera-section'
import { Section, VectorLine } from './controls'
import { EnvironmentSection } from './environment-section'
import { GeometrySection } from './geometry-section'
import { LightSection } from './light-section'
import { ManyInspector } from './many-inspector'
import { MaterialSection } from './material-section'

/** Everything that can be set about what is selected; with nothing selected, about the camera and the surroundings. */
export function Inspector() {
  const { canEdit, viewOnly } = useEditorSession()
  // A viewer reads every value and changes none. The fieldset turns off what is a control of the browser's, the rest asks the session.
  return (
    <fieldset disabled={!canEdit} title={viewOnly} aria-label="Properties" className="min-w-0">
      <Selected />
    </fieldset>
  )
}

function Selected() {
  const selection = useEditor((state) => state.selection)
  const ids = useEditor(selectedIds)
  const [id] = ids
  const node = useEditor((state) => (id ? state.document.nodes[id] : undefined))
  if (ids.length > 1) return <ManyInspector ids={ids} />
  if (id && node) return <NodeInspector key={id} id={id} node={node} />
  if (selection?.kind === 'environment') return <EnvironmentSection />
  return (
    <>
      <CameraSection />
      <EnvironmentSection />
    </>
  )
}

function NodeInspector({ id, node }: { id: string; node: SceneNode }) {
  return (
    <>
      <h2 className="truncate px-4 pt-3.5 font-semibold">{node.name}</h2>
      <TransformSection id={id} node={node} />
      {node.type === 'mesh' ? <GeometrySection id={id} geometry={node.geometry} /> : null}
      {node.type === 'light' ? <LightSection id={id} light={node.light} /> : <MaterialSection ids={[id]} node={node} />}
    </>
  )
}

function TransformSection({ id, node }: { id: string; node: SceneNode }) {
  const { drag, endDrag } = useEditorActions()
  return (
    <Section title="Transform">
      <VectorLine
        label="Position"
        unit="m"
        value={node.position}
        step={0.01}
        digits={3}
        onChange={(position) => drag('Move', (doc) => setTransform(doc, id, { position }))}
        onCommit={endDrag}
      />
      <VectorLine
        label="Rotation"
        unit="°"
        value={node.rotation}
        step={1}
        digits={1}
        onChange={(rotation) => drag('Rotate', (doc) => setTransform(doc, id, { rotation }))}
        onCommit={endDrag}
      />
      {node.type === 'light' ? null : (
        <VectorLine
          label="Scale"
          value={node.scale}
          step={0.01}
          digits={3}
          onChange={(scale) => drag('Scale', (doc) => setTransform(doc, id, { scale }))}
          onCommit={endDrag}
        />
      )}
    </Section>
  )
}
