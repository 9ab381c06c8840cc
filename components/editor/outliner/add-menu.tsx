'use client'
import { Box, Circle, Cone, Cylinder, Lightbulb, Plus, RectangleHorizontal, Square, Sun, Torus, Type } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { newId } from '@/lib/domain/ids'
import { addNode } from '@/lib/scene/commands/commands'
import { LIGHT_NAMES, NEW_LIGHTS, NEW_SHAPES, type NewLight, type NewShape, newLight, newMesh, SHAPE_NAMES, sizeFor } from '@/lib/scene/commands/new-node'
import type { SceneNode } from '@/lib/scene/schema'
import { useEditorSession } from '../session'
import { useEditorActions } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'

const SHAPE_ICONS: Record<NewShape, typeof Box> = { box: Box, sphere: Circle, cylinder: Cylinder, cone: Cone, torus: Torus, plane: Square, text: Type }
const LIGHT_ICONS: Record<NewLight, typeof Box> = { directional: Sun, point: Lightbulb, area: RectangleHorizontal }

type Vec3 = [number, number, number]

/** Adds shapes and lights where the camera looks, in a size that suits the view. */
export function AddMenu() {
  const actions = useEditorActions()
  const handle = useViewportHandle()
  const { canEdit } = useEditorSession()

  function add(make: (size: number, places: { target: Vec3; ground: Vec3 }) => SceneNode): void {
    const { target, distance } = handle.commands?.focus() ?? { target: [0, 0, 0] as Vec3, distance: 2 }
    const size = sizeFor(distance)
    const node = make(size, { target, ground: handle.commands?.standingPlace(size * 1.6) ?? [0, 0, 0] })
    const id = newId('node')
    actions.commit(`Add ${node.name.toLowerCase()}`, (doc) => addNode(doc, id, node))
    actions.selectNodes([id])
  }

  return (
    <Menu
      side="top"
      trigger={
        <Button className="flex-1" disabled={!canEdit} icon={<Icon icon={Plus} />}>
          Add
        </Button>
      }
    >
      <MenuLabel>Shapes</MenuLabel>
      {NEW_SHAPES.map((shape) => (
        <MenuItem key={shape} icon={<Icon icon={SHAPE_ICONS[shape]} />} onSelect={() => add((size, { ground }) => newMesh(shape, size, ground))}>
          {SHAPE_NAMES[shape]}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>Lights</MenuLabel>
      {NEW_LIGHTS.map((kind) => (
        <MenuItem key={kind} icon={<Icon icon={LIGHT_ICONS[kind]} />} onSelect={() => add((size, { target }) => newLight(kind, size, target))}>
          {LIGHT_NAMES[kind]}
        </MenuItem>
      ))}
    </Menu>
  )
}
