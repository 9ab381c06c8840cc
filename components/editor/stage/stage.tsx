'use client'
import dynamic from 'next/dynamic'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useModelDrop } from '../outliner/use-model-import'
import { ElsewhereBar } from '../save/elsewhere-bar'
import { useEditor } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'
import { FrameOverlay } from './frame-overlay'
import { Toolbar } from './toolbar'
import { ViewNotice } from './view-notice'

/** The only place of the product that loads three.js, and only in the browser. */
const Viewport = dynamic(() => import('../viewport/viewport').then((module) => module.Viewport), { ssr: false })

/** The canvas behind the whole editor. It stands first in the page, so that everything else lies above it. */
export function CanvasLayer() {
  return (
    <div className="absolute inset-0 z-0">
      <Viewport />
    </div>
  )
}

/** The clear area in the middle that the canvas shows through, and what floats on it. */
export function Stage({ overlay }: { overlay: ReactNode }) {
  const surface = useRef<HTMLDivElement>(null)
  const handle = useViewportHandle()
  const name = useEditor((state) => state.sceneName)
  const { dropping, ...drop } = useModelDrop()

  useLayoutEffect(() => {
    handle.stage = surface.current
    return () => {
      handle.stage = null
    }
  }, [handle])

  return (
    <main aria-label="Canvas" className="relative min-h-0 min-w-0 overflow-hidden" {...drop}>
      <h1 className="sr-only">{name}</h1>
      <div ref={surface} data-stage className="absolute inset-0 touch-none outline-none" />
      <FrameOverlay />
      <ViewNotice />
      <div className="contents">{overlay}</div>
      <ElsewhereBar />
      <Toolbar />
      {dropping ? (
        <div className="pointer-events-none absolute inset-3 grid place-items-center rounded-lg border border-text border-dashed bg-scrim">
          <p className="font-medium">Drop a GLB or glTF file to import it</p>
        </div>
      ) : null}
    </main>
  )
}
