'use client'
import { ArrowLeft, Columns2 } from 'lucide-react'
import type { Route } from 'next'
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Progress } from '@/components/ui/progress'
import { useToast } from '@/components/ui/toast'
import { COMPARED_MAX, COMPARED_MIN, comparePath } from '@/lib/domain/comparison'
import { explorationGrid, placeAfterKey } from '@/lib/domain/exploration-grid'
import type { GenerationView } from '@/lib/domain/generation-view'
import { loadExploration, useGenerate, usePanel } from '../generate-provider'
import { cellsOf, isOpen, show } from '../panel-state'
import { useCancelAll } from '../use-run-actions'
import { GridCell } from './grid-cell'
import { chosenAfter, gridWords } from './grid-words'
import { useEscape } from './use-escape'

/** Pixels between two cells, of the words below each picture with the space above them, and for the ring around the first and last. */
const GAP = 12
const LABEL = 28
const EDGE = 4
/** Where there is less room than this for a picture the grid scrolls. */
const WIDTH_MIN = 132

/** The images of one exploration beside each other, in the place of the 3D view: each shows how far it is and what differs in it. */
export function GridView({ id, place }: { id: string; place: number }) {
  const { store, mayGenerate } = useGenerate()
  const toast = useToast()
  const runs = usePanel((state) => state.runs)
  const cells = cellsOf(runs, id)
  const made = cells.filter((run) => run !== null)
  const { cancelAll, canceling } = useCancelAll(id)
  // Outputs in the order in which they were chosen for a comparison; null while none is being chosen.
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const back = (): void => show(store, null)
  useEscape(chosen ? () => setChosen(null) : back)

  // The panel knows the newest generations of the scene; an older grid is read here.
  useEffect(() => {
    void loadExploration(store, id).then((problem) => {
      if (problem === null) return
      toast({ message: problem, tone: 'error' })
      if (cellsOf(store.getState().runs, id).every((run) => run === null)) show(store, null)
    })
  }, [id, store, toast])

  const [first] = made
  const working = made.some(isOpen)
  const { title, status, fraction } = gridWords(cells)
  const ready = made.flatMap(({ outputs: [output] }) => (output ? [output.id] : []))
  return (
    <>
      <div className="mb-3 flex items-baseline justify-between gap-4 text-sm">
        <h2 className="font-medium text-md">{title}</h2>
        <p role="status" className="text-text-2 tabular-nums">
          {chosen ? `Choose ${COMPARED_MIN} to ${COMPARED_MAX} images. ${chosen.length} chosen.` : status}
        </p>
      </div>
      {first ? <Cells id={id} cells={cells} picture={first} begin={place} chosen={chosen} onChoose={setChosen} /> : <div className="flex-1" />}
      <div className="mt-4 flex min-h-10 w-full items-center gap-2">
        <div className="min-w-0 flex-1 pr-2">{working ? <Progress label="Making the images" value={fraction} /> : null}</div>
        {chosen ? (
          <>
            <Button variant="quiet" onClick={() => setChosen(null)}>
              Cancel
            </Button>
            {chosen.length < COMPARED_MIN ? (
              <Button variant="primary" disabled>
                Compare
              </Button>
            ) : (
              <LinkButton variant="primary" href={comparePath(chosen) as Route}>
                Compare {chosen.length}
              </LinkButton>
            )}
          </>
        ) : (
          <>
            <Button variant="quiet" icon={<Icon icon={ArrowLeft} />} onClick={back}>
              Back to 3D
            </Button>
            {ready.length >= COMPARED_MIN ? (
              <Button icon={<Icon icon={Columns2} />} onClick={() => setChosen(ready.length > COMPARED_MAX ? [] : ready)}>
                Compare
              </Button>
            ) : null}
            {mayGenerate && working ? (
              <Button pending={canceling} onClick={() => void cancelAll()}>
                Cancel all
              </Button>
            ) : null}
          </>
        )}
      </div>
    </>
  )
}

type CellsProps = {
  id: string
  cells: readonly (GenerationView | null)[]
  picture: GenerationView
  begin: number
  chosen: readonly string[] | null
  onChoose: (chosen: readonly string[]) => void
}

/** The cells, as large as their room allows; one of them is in the tab order and the arrow keys move from it. */
function Cells({ id, cells, picture, begin, chosen, onChoose }: CellsProps) {
  const room = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [active, setActive] = useState(begin)

  useLayoutEffect(() => {
    const element = room.current
    if (!element) return
    const measure = (): void => setSize({ width: element.clientWidth - 2 * EDGE, height: element.clientHeight - 2 * EDGE })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const focusAt = (place: number): void => list.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus()
  // Whoever comes back from one image goes on from it; who has just pressed Generate keeps the focus where it is.
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.querySelector<HTMLElement>(`[data-place="${begin}"]`)?.focus()
  }, [begin])

  const ratio = picture.width / picture.height
  const grid = explorationGrid(cells.length, ratio, size.height > 0 ? size.width / size.height : 1.4)
  const { columns, rows, flow } = grid
  const widest = (size.width - (columns - 1) * GAP) / columns
  const tallest = (size.height - (rows - 1) * GAP - rows * LABEL) / rows
  const width = Math.max(0, Math.floor(Math.min(widest, Math.max(WIDTH_MIN, tallest * ratio))))
  const style: CSSProperties = {
    gap: GAP,
    padding: EDGE,
    alignContent: 'safe center',
    gridAutoFlow: flow,
    gridTemplateColumns: `repeat(${columns}, ${width}px)`,
    gridTemplateRows: `repeat(${rows}, auto)`,
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The editor behind would delete what is selected in the scene, which nobody sees here.
    if (event.key === 'Delete' || event.key === 'Backspace') event.preventDefault()
    const next = placeAfterKey(grid, cells.length, active, event.key)
    if (next === null) return
    event.preventDefault()
    setActive(next)
    focusAt(next)
  }

  return (
    <div ref={room} className="min-h-0 flex-1 overflow-y-auto">
      <ol ref={list} aria-label="Images" onKeyDown={onKeyDown} style={style} className="grid min-h-full justify-center">
        {cells.map((run, place) => (
          // A place stays the same place, whatever is made in it.
          <GridCell
            key={`${id}-${place + 1}`}
            run={run}
            place={place}
            width={width}
            ratio={ratio}
            active={place === active}
            onFocus={() => setActive(place)}
            chosen={chosen}
            onChoose={(outputId) => onChoose(chosenAfter(chosen ?? [], outputId))}
          />
        ))}
      </ol>
    </div>
  )
}
