'use client'
import { useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { type ComparePicture, type CompareView, letterOf } from '@/lib/domain/comparison'
import { DifferenceLayer } from './difference-layer'
import type { DifferenceReply } from './difference-worker'
import { PictureLayer, PicturePanel, SideTag } from './picture-panel'
import { SliderHandle } from './slider-handle'
import type { ChangeView } from './use-compare-view'
import { useGestures } from './use-gestures'

export type CompareStageProps = {
  pictures: readonly ComparePicture[]
  view: CompareView
  change: ChangeView
  /** The picture that blinking shows. */
  blink: number
  difference: DifferenceReply | 'failed' | null
  /** Fills what holds it, as in full screen. */
  fills: boolean
}

/** The pictures, in one of five ways, at one place and zoom. */
export function CompareStage({ pictures, view, change, blink, difference, fills }: CompareStageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const [left, right] = [pictures[view.left], pictures[view.right]]
  const aspect = left ? left.width / left.height : 1
  const handlers = useGestures(stage, { aspect, view, change, wheelZooms: fills })
  if (!left || !right) return null
  const isSide = view.mode === 'side'
  const { columns } = gridOf(pictures.length, view)
  const panel = { aspect, fills, scrolls: view.zoom === 1 && !fills }
  const layer = { aspect, view }
  return (
    <div
      ref={stage}
      {...handlers}
      className={cx('mx-auto grid gap-2', fills ? 'size-full' : 'phone:gap-0.5', isSide ? COLUMNS[columns] : 'grid-cols-1', isSide && 'phone:grid-cols-1')}
      style={fills ? { gridAutoRows: 'minmax(0, 1fr)' } : { maxWidth: stageWidth(pictures, view) }}
    >
      {isSide ? (
        pictures.map((picture, index) => (
          <PicturePanel key={picture.ref} {...panel} className={cursorOf(view)}>
            <PictureLayer {...layer} picture={picture} alt={altOf(pictures, index)} priority />
            <SideTag index={index} label={picture.label} side="left" />
          </PicturePanel>
        ))
      ) : (
        <PicturePanel {...panel} className={cursorOf(view)}>
          <Together pictures={pictures} view={view} change={change} blink={blink} difference={difference} aspect={aspect} />
        </PicturePanel>
      )}
    </div>
  )
}

/** Four stand in two rows. */
function gridOf(count: number, view: Pick<CompareView, 'mode'>): { columns: number; rows: number } {
  if (view.mode !== 'side') return { columns: 1, rows: 1 }
  const columns = count === 4 ? 2 : count
  return { columns, rows: Math.ceil(count / columns) }
}

/** The width at which the pictures fill most of the window's height, in CSS, so that what stands below can line up. */
export function stageWidth(pictures: readonly ComparePicture[], view: Pick<CompareView, 'mode' | 'left'>): string {
  const { columns, rows } = gridOf(pictures.length, view)
  const left = pictures[view.left]
  return `calc(${columns} * 68dvh * ${left ? left.width / left.height : 1} / ${rows})`
}

const COLUMNS: Readonly<Record<number, string>> = { 2: 'grid-cols-2', 3: 'grid-cols-3' }

const cursorOf = (view: CompareView): string | undefined =>
  view.zoom > 1 ? 'cursor-grab active:cursor-grabbing' : view.mode === 'slider' ? 'cursor-ew-resize' : undefined

const altOf = (pictures: readonly ComparePicture[], index: number): string => `${letterOf(index)}: ${pictures[index]?.label ?? ''}`

/** The four ways that put pictures over each other. */
function Together({ pictures, view, change, blink, difference, aspect }: Omit<CompareStageProps, 'fills'> & { aspect: number }) {
  const [left, right] = [pictures[view.left], pictures[view.right]]
  if (!left || !right) return null
  const layer = { aspect, view }
  if (view.mode === 'blink') {
    return (
      <>
        {pictures.map((picture, index) => (
          <PictureLayer key={picture.ref} {...layer} picture={picture} alt={altOf(pictures, index)} hidden={index !== blink} priority />
        ))}
        <SideTag index={blink} label={pictures[blink]?.label ?? ''} side="left" />
      </>
    )
  }
  const tags = (
    <>
      <SideTag index={view.left} label={left.label} side="left" />
      <SideTag index={view.right} label={right.label} side="right" />
    </>
  )
  if (view.mode === 'difference') {
    return (
      <>
        <DifferenceLayer found={difference} aspect={aspect} view={view} />
        {tags}
      </>
    )
  }
  const isSlider = view.mode === 'slider'
  return (
    <>
      <PictureLayer {...layer} picture={left} alt={altOf(pictures, view.left)} priority />
      {/* A picture of another ratio leaves bands at its sides, through which the other one must not show. */}
      {isSlider ? <div className="absolute inset-0 bg-skeleton" style={{ clipPath: `inset(0 0 0 ${view.at * 100}%)` }} /> : null}
      <PictureLayer
        {...layer}
        picture={right}
        alt={altOf(pictures, view.right)}
        cutLeft={isSlider ? view.at : undefined}
        opacity={isSlider ? undefined : view.opacity}
        priority
      />
      {tags}
      {isSlider ? <SliderHandle at={view.at} change={change} left={letterOf(view.left)} right={letterOf(view.right)} /> : null}
    </>
  )
}
