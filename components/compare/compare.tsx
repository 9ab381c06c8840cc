'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { useToast } from '@/components/ui/toast'
import { useCopy } from '@/components/ui/use-copy'
import { type CompareMode, type CompareView, type Comparison, comparePath, FIRST_VIEW, letterOf } from '@/lib/domain/comparison'
import { comparisonName } from '@/lib/domain/download-name'
import { type Approve, ApproveButton } from './approve-button'
import { CompareBar } from './compare-bar'
import { CompareHelp } from './compare-help'
import { CompareRail } from './compare-rail'
import { CompareStage, stageWidth } from './compare-stage'
import { CompareWords } from './compare-words'
import { exportComparison } from './export-image'
import { ImagePicker } from './image-picker'
import { ModeControls } from './mode-controls'
import { useBlink } from './use-blink'
import { useCompareKeys } from './use-compare-keys'
import { useCompareView } from './use-compare-view'
import { useDifference } from './use-difference'
import { useFullScreen } from './use-full-screen'
import { alignmentWords, clampPlace, fit, scaleOf, zoomAt } from './view-math'

export type CompareProps = {
  comparison: Comparison
  first: CompareView
  engineLabels: Readonly<Record<string, string>>
  /** Approves the picture at the right; null where the reader may not. */
  approve: Approve | null
  /** Buttons in the bar, such as Share. */
  actions?: ReactNode
}

const MIDDLE = { x: 0, y: 0 }

/** Two to four pictures looked at together, and below them in words what changed. */
export function Compare(props: CompareProps) {
  const [a, b] = props.comparison.sides
  return a && b ? <Looking {...props} a={a} b={b} /> : null
}

type Side = Comparison['sides'][number]

function Looking({ comparison, first, engineLabels, approve, actions, a, b }: CompareProps & { a: Side; b: Side }) {
  const { sides } = comparison
  const refs = sides.map((side) => side.ref)
  const router = useRouter()
  const toast = useToast()
  const copy = useCopy()
  const { view, change, address } = useCompareView(refs, first)
  const blinking = useBlink(sides.length, view.mode === 'blink')
  const screen = useFullScreen()
  const [help, setHelp] = useState(false)
  const [adding, setAdding] = useState(false)
  const [exporting, setExporting] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  const left = sides[view.left] ?? a
  const right = sides[view.right] ?? b
  const difference = useDifference(left, right, view.mode === 'difference')
  const map = difference && difference !== 'failed' ? difference.map : null

  /** The panel on screen and the picture in it at zoom 1, in CSS pixels. */
  const measure = () => {
    const rect = area.current?.querySelector('[data-panel]')?.getBoundingClientRect()
    const box = { width: rect?.width ?? 1, height: rect?.height ?? 1 }
    return { box, content: fit(box, left.width / left.height) }
  }
  const zoomTo = (zoomOf: (present: number) => number): void => {
    const { box, content } = measure()
    change((present) => zoomAt(present, zoomOf(present.zoom), MIDDLE, box, content))
  }
  const fitView = (): void => change({ zoom: FIRST_VIEW.zoom, x: FIRST_VIEW.x, y: FIRST_VIEW.y })
  const toggleZoom = (): void => {
    const oneToOne = 1 / scaleOf(1, measure().box, left)
    if (view.zoom > 1) fitView()
    // Where the picture already shows all of its pixels, twice as large shows more of them.
    else zoomTo(() => (oneToOne > 1.05 ? oneToOne : 2))
  }
  const toggleFull = (): void => {
    screen.toggle()
    // What was in sight stays in sight, as far as the other shape of the view allows.
    requestAnimationFrame(() => {
      const { box, content } = measure()
      change((present) => clampPlace(present, box, content))
    })
  }
  const setMode = (mode: CompareMode): void => change({ mode })

  useCompareKeys({
    view,
    onChange: change,
    onBlink: () => {
      setMode('blink')
      blinking.next()
    },
    onZoom: (factor) => zoomTo((present) => present * factor),
    onFit: fitView,
    onFull: toggleFull,
    onHelp: () => setHelp(true),
    onEscape: () => {
      if (!screen.leave()) fitView()
    },
  })

  const copyLink = () =>
    copy(new URL(address, window.location.href).href, {
      done: 'Link copied. It opens exactly this view for members of the team.',
      failed: 'The browser did not allow copying. Copy the address from the address bar.',
    })

  async function save(): Promise<void> {
    setExporting(true)
    try {
      const { blob, width, height } = await exportComparison(sides, view, map)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = comparisonName(sceneName, sides.length)
      link.click()
      window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
      toast({ message: `Saved as one image, ${width} × ${height}.` })
    } catch {
      toast({ message: 'The image could not be made. Reload the page and try again.', tone: 'error' })
    }
    setExporting(false)
  }

  const sceneName = sides.every((side) => side.sceneName === left.sceneName) ? left.sceneName : null
  const shown = view.mode === 'side' || view.mode === 'blink' ? sides : [left, right]
  const alignment = alignmentWords(shown.map((side) => ({ ...side, letter: letterOf(sides.indexOf(side)) })))
  // As wide as the pictures, within what is good to read.
  const column = `clamp(42rem, ${stageWidth(sides, view)}, 60rem)`
  const controls = (
    <ModeControls
      view={view}
      change={change}
      playing={blinking.playing}
      onPlay={blinking.setPlaying}
      onBlink={blinking.next}
      blink={blinking.index}
      difference={difference}
    />
  )
  return (
    <div className={cx('flex flex-col', screen.full ? 'fixed inset-0 z-30 bg-bg' : 'min-h-dvh')}>
      <CompareBar
        sceneName={sceneName}
        mode={view.mode}
        onMode={setMode}
        zoomWords={view.zoom === 1 ? 'Fit' : `${Number(view.zoom.toFixed(1))}×`}
        onZoomToggle={toggleZoom}
        full={screen.full}
        onFull={toggleFull}
        onHelp={() => setHelp(true)}
        onCopyLink={() => void copyLink()}
        onExport={() => void save()}
        exporting={exporting}
        actions={
          <>
            {actions}
            {approve ? <ApproveButton picture={right} index={view.right} approve={approve} /> : null}
          </>
        }
      />
      <main
        className={
          screen.full
            ? 'flex min-h-0 flex-1 flex-col'
            : 'grid grid-cols-[96px_minmax(0,1fr)_96px] gap-6 px-6 pt-5 phone:flex phone:flex-col phone:gap-0 phone:px-0 phone:pt-0'
        }
      >
        {screen.full ? null : <CompareRail pictures={sides} view={view} change={change} onAdd={() => setAdding(true)} />}
        <div className={cx('min-w-0', screen.full ? 'contents' : 'phone:order-first')}>
          <div ref={area} className={screen.full ? 'min-h-0 flex-1' : undefined}>
            <CompareStage pictures={sides} view={view} change={change} blink={blinking.index} difference={difference} fills={screen.full} />
          </div>
          <div className={cx('mx-auto flex w-full flex-col gap-2 empty:hidden phone:px-4', screen.full ? 'shrink-0 p-3' : 'pt-3')} style={{ maxWidth: column }}>
            {controls}
            {alignment ? <p className="text-sm text-text-3">{alignment}</p> : null}
          </div>
        </div>
        {screen.full ? null : (
          <div className="col-start-2 mx-auto w-full phone:mt-4 phone:px-4" style={{ maxWidth: column }}>
            <CompareWords comparison={comparison} view={view} engineLabels={engineLabels} />
          </div>
        )}
      </main>
      <CompareHelp open={help} onOpenChange={setHelp} />
      {adding ? (
        <ImagePicker
          teamId={comparison.teamId}
          pictures={sides}
          generationIds={sides.map((side) => side.generationId)}
          onChoose={(ref) => router.replace(comparePath([...refs, ref]) as Route)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}
