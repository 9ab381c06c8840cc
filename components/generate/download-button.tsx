'use client'
import { ChevronDown, Download } from 'lucide-react'
import type { Route } from 'next'
import { useState } from 'react'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuChoices, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { Skeleton } from '@/components/ui/skeleton'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { PASS_EXTENSIONS, PASS_LABELS } from '@/lib/domain/passes'
import { DOWNLOAD_FORMATS, type DownloadFormat, downloadUrl, fetchDownloadSize, passUrl } from './api'
import { byteWords } from './estimate'

const LABEL: Record<DownloadFormat, string> = { png: 'PNG, full quality', jpeg: 'JPEG', webp: 'WebP' }
type Carries = 'all' | 'nothing'

/** Downloads the PNG at once; the arrow opens the other formats, their sizes, whether the file says how it was made, and the passes. */
export function DownloadButton({ output, run }: { output: Pick<OutputView, 'id'>; run: Pick<GenerationView, 'id' | 'passes'> }) {
  const [carries, setCarries] = useState<Carries>('all')
  const [sizes, setSizes] = useState<Partial<Record<DownloadFormat, number>>>({})
  const withMetadata = carries === 'all'

  function measure(open: boolean): void {
    if (!open) return
    for (const format of DOWNLOAD_FORMATS) {
      void fetchDownloadSize(output.id, format, withMetadata).then((size) => size !== null && setSizes((known) => ({ ...known, [format]: size })))
    }
  }

  return (
    <div className="flex">
      <a href={downloadUrl(output.id, 'png', withMetadata)} download className={cx(buttonClass({ variant: 'primary' }), 'rounded-r-none')}>
        <Icon icon={Download} />
        Download
      </a>
      <Menu
        onOpenChange={measure}
        className="w-72"
        trigger={
          <button
            type="button"
            aria-label="Download formats"
            className={cx(buttonClass({ variant: 'primary', square: true }), 'rounded-l-none border-l-white/25')}
          >
            <Icon icon={ChevronDown} size="sm" />
          </button>
        }
      >
        {DOWNLOAD_FORMATS.map((format) => (
          <MenuLink
            key={format}
            href={downloadUrl(output.id, format, withMetadata) as Route}
            download
            aux={
              sizes[format] === undefined ? <Skeleton className="h-3 w-12 rounded-sm" /> : <span className="num text-text-2">{byteWords(sizes[format])}</span>
            }
          >
            {LABEL[format]}
          </MenuLink>
        ))}
        <MenuSeparator />
        <MenuLabel>The file carries</MenuLabel>
        <MenuChoices
          label="The file carries"
          value={carries}
          onValueChange={setCarries}
          options={[
            { value: 'all', label: 'Prompt, engine, seed' },
            { value: 'nothing', label: 'The picture alone' },
          ]}
        />
        {run.passes.length > 0 ? (
          <>
            <MenuSeparator />
            <MenuLabel>Passes</MenuLabel>
            {run.passes.map(({ kind, byteSize }) => (
              <MenuLink key={kind} href={passUrl(run.id, kind) as Route} download aux={<span className="num text-text-2">{byteWords(byteSize)}</span>}>
                {PASS_LABELS[kind]}, {PASS_EXTENSIONS[kind].toUpperCase()}
              </MenuLink>
            ))}
          </>
        ) : null}
      </Menu>
    </div>
  )
}
