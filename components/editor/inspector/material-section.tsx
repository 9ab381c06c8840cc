'use client'
import { ChevronDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem } from '@/components/ui/menu'
import { clearMaterial, setMaterial } from '@/lib/scene/commands/commands'
import { forNodes } from '@/lib/scene/commands/many'
import { MATERIAL_PRESETS } from '@/lib/scene/material-presets'
import { DEFAULT_MATERIAL, type Material, type MeshNode, type ModelNode } from '@/lib/scene/schema'
import { useEditorActions } from '../store/context'
import { ColorLine, Section, SliderLine } from './controls'

/** The surface of a shape, or the surface that replaces a model's own. Its values are those of one node; a change goes to all of `ids`. */
export function MaterialSection({ ids, node }: { ids: readonly string[]; node: MeshNode | ModelNode }) {
  const { commit } = useEditorActions()
  const material = node.material
  if (!material) {
    return (
      <Section title="Material">
        <p className="text-sm text-text-3">This model has its own materials.</p>
        <Button
          size="sm"
          className="self-start"
          onClick={() => commit('Replace materials', (doc) => forNodes(doc, ids, (next, id) => setMaterial(next, id, DEFAULT_MATERIAL)))}
        >
          Replace with one
        </Button>
      </Section>
    )
  }
  return (
    <Section
      title="Material"
      aux={
        <Menu
          align="end"
          trigger={
            <Button size="xs" variant="quiet" className="-mr-2">
              Presets
              <Icon icon={ChevronDown} size="sm" />
            </Button>
          }
        >
          {MATERIAL_PRESETS.map((preset) => (
            <MenuItem
              key={preset.name}
              icon={<span className="size-4 rounded-full border border-line-2" style={{ background: preset.material.color }} />}
              onSelect={() =>
                commit(`Material ${preset.name.toLowerCase()}`, (doc) => forNodes(doc, ids, (next, id) => setMaterial(next, id, preset.material)))
              }
            >
              {preset.name}
            </MenuItem>
          ))}
        </Menu>
      }
    >
      <MaterialLines ids={ids} material={material} />
      {node.type === 'model' ? (
        <Button size="sm" className="self-start" onClick={() => commit('Own materials', (doc) => forNodes(doc, ids, clearMaterial))}>
          Use its own materials
        </Button>
      ) : null}
    </Section>
  )
}

function MaterialLines({ ids, material }: { ids: readonly string[]; material: Material }) {
  const { drag, endDrag } = useEditorActions()
  const change = (patch: Partial<Material>) => drag('Material', (doc) => forNodes(doc, ids, (next, id) => setMaterial(next, id, patch)))
  const shared = { onCommit: endDrag }
  return (
    <>
      <ColorLine label="Colour" value={material.color} onChange={(color) => change({ color })} {...shared} />
      <SliderLine label="Metalness" value={material.metalness} onChange={(metalness) => change({ metalness })} {...shared} />
      <SliderLine label="Roughness" value={material.roughness} onChange={(roughness) => change({ roughness })} {...shared} />
      <SliderLine label="Transmission" value={material.transmission} onChange={(transmission) => change({ transmission })} {...shared} />
      {material.transmission > 0 ? (
        <SliderLine label="Refraction" min={1} max={2.5} value={material.ior} onChange={(ior) => change({ ior })} {...shared} />
      ) : null}
      <SliderLine label="Clear coat" value={material.clearcoat} onChange={(clearcoat) => change({ clearcoat })} {...shared} />
      {material.clearcoat > 0 ? (
        <SliderLine label="Coat rough" value={material.clearcoatRoughness} onChange={(clearcoatRoughness) => change({ clearcoatRoughness })} {...shared} />
      ) : null}
      <SliderLine
        label="Emission"
        max={20}
        step={0.1}
        value={material.emissiveIntensity}
        onChange={(emissiveIntensity) =>
          // Black light is no light: the first touch of the slider gives it a colour to shine in.
          change(material.emissive === '#000000' ? { emissiveIntensity, emissive: '#ffffff' } : { emissiveIntensity })
        }
        {...shared}
      />
      {material.emissiveIntensity > 0 ? <ColorLine label="Emits" value={material.emissive} onChange={(emissive) => change({ emissive })} {...shared} /> : null}
    </>
  )
}
