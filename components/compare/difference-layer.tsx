'use client'
import { useEffect, useRef } from 'react'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { CompareView } from '@/lib/domain/comparison'
import { differenceWords, HEAT } from './difference'
import type { DifferenceReply } from './difference-worker'
import { frameStyle } from './picture-panel'

type Found = DifferenceReply | 'failed' | null

/** The heat map in the place of the pictures. */
export function DifferenceLayer({ found, aspect, view }: { found: Found; aspect: number; view: Pick<CompareView, 'zoom' | 'x' | 'y'> }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const map = found && found !== 'failed' ? found.map : null
  useEffect(() => {
    if (!map || !canvas.current) return
    canvas.current.width = map.width
    canvas.current.height = map.height
    canvas.current.getContext('2d')?.drawImage(map, 0, 0)
  }, [map])
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={found && found !== 'failed' ? `Map of the differences. ${differenceWords(found)}` : 'Map of the differences'}
        className="absolute inset-0 m-auto"
        style={frameStyle(aspect, view)}
      />
      {found === null ? (
        <div className="absolute inset-0 grid place-items-center text-text-2">
          <span className="flex items-center gap-2 rounded-md bg-panel px-3 py-2 text-md">
            <Spinner /> Comparing every pixel
          </span>
        </div>
      ) : null}
      {found === 'failed' ? (
        <div className="absolute inset-0 grid place-items-center p-6">
          <Notice tone="bad">The difference could not be computed in this browser. The other views work.</Notice>
        </div>
      ) : null}
    </>
  )
}

const GRADIENT = `linear-gradient(to right, rgb(70 70 74) 4%, ${HEAT.map(([r, g, b], i) => `rgb(${r} ${g} ${b}) ${8 + (92 * i) / (HEAT.length - 1)}%`).join(', ')})`

/** What the colours mean, and the measured difference in words. */
export function DifferenceLegend({ found }: { found: Found }) {
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <div className="w-60 shrink-0">
        <div aria-hidden="true" className="h-2 rounded-full" style={{ background: GRADIENT }} />
        <div className="mt-1 flex justify-between text-text-3 text-xs">
          <span>The same</span>
          <span>Clear</span>
          <span>Very different</span>
        </div>
      </div>
      <p role="status" className="min-w-0 flex-1 basis-64 text-text-2 text-md">
        {found && found !== 'failed' ? differenceWords(found) : ''}
      </p>
    </div>
  )
}
