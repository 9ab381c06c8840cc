'use client'
import { Dices } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { IMAGE_SIZES } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'
import { IMAGE_COUNTS, QUALITIES, type Quality, SEED_MAX } from '@/lib/domain/generation'
import { ENGINE_GROUP_NOTES, engineChoices } from './engine-choices'
import { useIsExploring } from './explore/use-exploration-plan'
import { useGenerate, usePanel } from './generate-provider'
import { randomSeed, setSettings } from './panel-state'

const QUALITY_LABEL: Record<Quality, string> = { draft: 'Draft', standard: 'Standard', high: 'High' }

/** Engine, number of images, quality, size and seed. Changing the engine keeps everything that it can do as well. */
export function SettingsFields({ capabilities }: { capabilities: Capabilities }) {
  const { store, engines, maySetUpEngines } = useGenerate()
  const { settings, seedFixed } = usePanel(({ settings, seedFixed }) => ({ settings, seedFixed }))
  const exploring = useIsExploring()
  const cannot = (what: string): string => `${capabilities.label} cannot make ${what}.`

  function chooseEngine(id: string): void {
    const next = engines.find((option) => option.capabilities.id === id)?.capabilities
    if (!next) return
    setSettings(store, {
      engine: id,
      canvas: next.canvas === 'required' ? true : next.canvas === 'unsupported' ? false : settings.canvas,
      quality: next.qualities.includes(settings.quality) ? settings.quality : (next.qualities.find((quality) => quality === 'standard') ?? 'standard'),
      size: next.sizes.includes(settings.size) ? settings.size : 1024,
      images: next.images.includes(settings.images) ? settings.images : 1,
      ratio: next.ratios.includes(settings.ratio) ? settings.ratio : (next.ratios[0] ?? settings.ratio),
    })
  }

  return (
    <section aria-label="Settings" className="flex flex-col gap-3 px-4 py-3.5">
      <div className="grid grid-cols-[minmax(0,1fr)_112px] gap-3">
        <Labelled
          label="Engine"
          aux={
            maySetUpEngines && engines.some(({ ready }) => !ready) ? (
              <Link href={'/team/engines' as Route} className="rounded-sm text-text-3 underline decoration-line-2 underline-offset-2 hover:text-text">
                Set up more
              </Link>
            ) : null
          }
        >
          <Select label="Engine" value={settings.engine} onValueChange={chooseEngine} options={engineChoices(engines)} groupNotes={ENGINE_GROUP_NOTES} />
        </Labelled>
        <Labelled label="Size">
          <Select
            label="Size"
            value={String(settings.size)}
            onValueChange={(next) => setSettings(store, { size: IMAGE_SIZES.find((size) => String(size) === next) ?? 1024 })}
            options={IMAGE_SIZES.map((size) => ({
              value: String(size),
              label: `${size} px`,
              disabled: !capabilities.sizes.includes(size),
              note: capabilities.sizes.includes(size) ? undefined : cannot(`size ${size}`),
            }))}
          />
        </Labelled>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_112px] gap-3">
        <Labelled label="Quality">
          <Segmented
            label="Quality"
            value={settings.quality}
            onValueChange={(quality) => setSettings(store, { quality })}
            options={QUALITIES.map((quality) => ({
              value: quality,
              label: QUALITY_LABEL[quality],
              disabled: !capabilities.qualities.includes(quality),
              reason: capabilities.qualities.includes(quality) ? undefined : `${capabilities.label} has no ${quality} quality.`,
            }))}
          />
        </Labelled>
        <Labelled label="Images" title={exploring ? 'What is explored below is one image each.' : undefined}>
          <Segmented
            label="Images"
            value={String(exploring ? 1 : settings.images)}
            disabled={exploring}
            onValueChange={(next) => setSettings(store, { images: IMAGE_COUNTS.find((n) => String(n) === next) ?? 1 })}
            options={IMAGE_COUNTS.map((n) => ({
              value: String(n),
              label: n,
              disabled: !capabilities.images.includes(n),
              reason: capabilities.images.includes(n) ? undefined : cannot(`${n} images at once`),
            }))}
          />
        </Labelled>
      </div>
      <Labelled label="Seed">
        <div className="flex gap-2" title={capabilities.seed ? undefined : `${capabilities.label} takes no seed: every image is different.`}>
          <Segmented
            label="Seed"
            disabled={!capabilities.seed}
            value={seedFixed ? 'fixed' : 'random'}
            onValueChange={(next) => store.setState({ seedFixed: next === 'fixed' })}
            options={[
              { value: 'random', label: 'Random' },
              { value: 'fixed', label: 'Fixed' },
            ]}
            className="flex-1"
          />
          {seedFixed && capabilities.seed ? (
            <>
              <input
                aria-label="Seed number"
                inputMode="numeric"
                value={settings.seed}
                onChange={(event) => setSettings(store, { seed: Math.min(SEED_MAX, Number(event.target.value.replace(/\D/g, '').slice(0, 10))) })}
                className="h-8 w-28 rounded-md border border-line-2 bg-raised px-2 font-mono text-md"
              />
              <IconButton label="Another seed" variant="secondary" icon={<Icon icon={Dices} />} onClick={() => setSettings(store, { seed: randomSeed() })} />
            </>
          ) : null}
        </div>
      </Labelled>
    </section>
  )
}

function Labelled({ label, title, aux, children }: { label: string; title?: string; aux?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0" title={title}>
      <div className="mb-1.5 flex items-baseline justify-between gap-2 text-sm">
        <span aria-hidden="true" className="font-medium text-text-2">
          {label}
        </span>
        {aux}
      </div>
      {children}
    </div>
  )
}
