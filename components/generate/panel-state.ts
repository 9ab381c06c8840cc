import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Explore, exploreSchema, NO_EXPLORATION } from '@/lib/domain/exploration'
import {
  type GenerationSettings,
  generationSettingsSchema,
  PROMPT_LENGTH_MAX,
  type Reference,
  type ReferenceRole,
  referenceRoleSchema,
  SEED_MAX,
} from '@/lib/domain/generation'
import type { GenerationDetail, GenerationView, Timing } from '@/lib/domain/generation-view'
import type { LiveGeneration } from '@/lib/domain/live-event'
import type { Camera } from '@/lib/scene/schema'

export const UPLOAD_SLOTS = [2, 3] as const
export type UploadSlot = (typeof UPLOAD_SLOTS)[number]

const slotContentSchema = z.object({ assetId: z.string(), role: referenceRoleSchema, strength: z.number().min(0).max(1) })
export type SlotContent = z.infer<typeof slotContentSchema>

/** What is kept for each scene between visits. */
export const keptSchema = z.object({
  prompt: z.string().max(PROMPT_LENGTH_MAX),
  settings: generationSettingsSchema,
  seedFixed: z.boolean(),
  slots: z.object({ 2: slotContentSchema.nullable(), 3: slotContentSchema.nullable() }),
  explore: exploreSchema.default(NO_EXPLORATION),
})
export type Kept = z.infer<typeof keptSchema>

/** What the picture area shows: the 3D view, or one image (by index) of one generation. */
export type Shown = { generationId: string; index: number } | null

export type PanelState = Kept & {
  /** Uploads under way and what went wrong, by slot. A failure keeps what the slot had. */
  slotStatus: Record<UploadSlot, { busy: boolean; error: string | null }>
  openSlot: UploadSlot | null
  /** This scene's generations by id; `order` lists them, newest first. */
  runs: Record<string, GenerationView>
  order: string[]
  nextCursor: string | null
  shown: Shown
  /** The exploration whose grid is in sight, in the place of the 3D view, and the cell to begin at. */
  grid: { id: string; place: number } | null
  /** Finished while somebody was looking elsewhere. */
  unseen: string[]
  /** The picture is being taken and sent. */
  submitting: boolean
  submitError: string | null
  /** The image that the present inputs began with, by its recipe or, with an asset, as a reference in a slot. */
  remix: { outputId: string; assetId: string | null } | null
  /** A recipe that is to be made without a press, seen from this camera, as soon as it can. */
  rerun: { camera: Camera | null } | null
  /** How fast this installation makes images, for the time estimate. */
  timings: readonly Timing[]
}

export type PanelStore = StoreApi<PanelState>

export const DEFAULT_SETTINGS: GenerationSettings = { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 0, images: 1 }

export function createPanelStore(
  kept: Partial<Kept>,
  page: { items: GenerationView[]; nextCursor: string | null },
  timings: readonly Timing[] = [],
): PanelStore {
  return createStore<PanelState>()(() => ({
    prompt: '',
    settings: DEFAULT_SETTINGS,
    seedFixed: false,
    slots: { 2: null, 3: null },
    explore: NO_EXPLORATION,
    ...kept,
    slotStatus: { 2: { busy: false, error: null }, 3: { busy: false, error: null } },
    openSlot: null,
    runs: Object.fromEntries(page.items.map((run) => [run.id, run])),
    order: page.items.map((run) => run.id),
    nextCursor: page.nextCursor,
    shown: null,
    grid: null,
    unseen: [],
    submitting: false,
    submitError: null,
    remix: null,
    rerun: null,
    timings,
  }))
}

export const keptOf = ({ prompt, settings, seedFixed, slots, explore }: PanelState): Kept => ({ prompt, settings, seedFixed, slots, explore })

export const randomSeed = (): number => Math.floor(Math.random() * SEED_MAX)

export const isOpen = (run: Pick<GenerationView, 'status'>): boolean => run.status === 'queued' || run.status === 'running'

/** Changes for the state of one setting. */
export const setSettings = (store: PanelStore, change: Partial<GenerationSettings>): void =>
  store.setState((state) => ({ settings: { ...state.settings, ...change }, submitError: null }))

/** Changes for what is tried in one press. */
export const setExplore = (store: PanelStore, change: Partial<Explore>): void =>
  store.setState((state) => ({ explore: { ...state.explore, ...change }, submitError: null }))

export const setSlot = (store: PanelStore, slot: UploadSlot, content: SlotContent | null): void =>
  store.setState((state) => ({
    slots: { ...state.slots, [slot]: content },
    slotStatus: { ...state.slotStatus, [slot]: { busy: false, error: null } },
    openSlot: content ? slot : state.openSlot === slot ? null : state.openSlot,
    explore: content === null && state.explore.strength?.slot === slot ? { ...state.explore, strength: null } : state.explore,
    submitError: null,
  }))

export const setSlotStatus = (store: PanelStore, slot: UploadSlot, status: { busy: boolean; error: string | null }): void =>
  store.setState((state) => ({ slotStatus: { ...state.slotStatus, [slot]: status } }))

/** Takes away what was said about refused references. */
export const clearSlotErrors = (store: PanelStore): void =>
  store.setState(({ slotStatus }) => ({ slotStatus: { 2: { ...slotStatus[2], error: null }, 3: { ...slotStatus[3], error: null } } }))

/** The references as they are asked for. */
export const referencesOf = ({ slots }: Pick<PanelState, 'slots'>): Reference[] =>
  UPLOAD_SLOTS.flatMap((slot) => (slots[slot] ? [{ slot, ...slots[slot] }] : []))

/** Where the next reference goes: the first empty slot, else the last one. */
export const nextSlot = (state: Pick<PanelState, 'slots'>): UploadSlot => (state.slots[2] === null ? 2 : 3)

export const defaultRole = (state: Pick<PanelState, 'slots'>): ReferenceRole => (state.slots[2]?.role === 'style' ? 'environment' : 'style')

/** Images of a scene are measured shortly after they are there. */
const awaitsFidelity = ({ status, settings, outputs }: GenerationView): boolean =>
  status === 'succeeded' && settings.canvas && outputs.some(({ fidelity }) => fidelity === null)

/** Puts a generation into the list, or replaces what was known of it, unless that is newer. */
export function putRun(store: PanelStore, run: GenerationView): void {
  store.setState((state) => {
    const known = state.runs[run.id]
    if (known && known.updatedAtMs > run.updatedAtMs && known.outputs.length >= run.outputs.length) return state
    const order = known ? state.order : [...state.order, run.id].sort((a, b) => (b > a ? 1 : -1))
    return { runs: { ...state.runs, [run.id]: run }, order }
  })
}

/**
 * Takes in a live event.
 * @returns whether the whole generation has to be read: it is new here, has ended and has its images now, or its images are
 *   measured now.
 */
export function takeLive(store: PanelStore, event: LiveGeneration): boolean {
  const known = store.getState().runs[event.id]
  if (event.deleted) {
    dropRun(store, event.id)
    return false
  }
  if (!known) return true
  if (event.updatedAtMs < known.updatedAtMs) return false
  if (!isOpen(known)) return event.updatedAtMs > known.updatedAtMs && awaitsFidelity(known)
  const { status, progress, queuePlace, error, updatedAtMs } = event
  const ended = !isOpen(event)
  // The end is taken over together with the images, so that no frame shows a finished generation without them.
  if (ended && status === 'succeeded') return true
  store.setState((state) => ({ runs: { ...state.runs, [event.id]: { ...known, status, progress: ended ? null : progress, queuePlace, error, updatedAtMs } } }))
  return ended
}

export const dropRun = (store: PanelStore, id: string): void =>
  store.setState((state) => {
    const { [id]: _gone, ...runs } = state.runs
    return {
      runs,
      order: state.order.filter((other) => other !== id),
      shown: state.shown?.generationId === id ? null : state.shown,
      unseen: state.unseen.filter((other) => other !== id),
    }
  })

export const show = (store: PanelStore, shown: Shown): void =>
  store.setState((state) => ({ shown, grid: null, unseen: shown ? state.unseen.filter((id) => id !== shown.generationId) : state.unseen }))

/** Shows the images of one exploration beside each other; all of them are seen then. */
export const showGrid = (store: PanelStore, explorationId: string, place = 0): void =>
  store.setState((state) => ({
    shown: null,
    grid: { id: explorationId, place },
    unseen: state.unseen.filter((id) => state.runs[id]?.exploration?.id !== explorationId),
  }))

/** Whether a generation is in sight, by itself or in its grid. */
export const isInSight = ({ shown, grid }: Pick<PanelState, 'shown' | 'grid'>, run: Pick<GenerationView, 'id' | 'exploration'>): boolean =>
  shown?.generationId === run.id || (grid !== null && run.exploration?.id === grid.id)

/** The generations in the places of a grid: of several in one place the one made last, and null where none is left. */
export function cellsOf(runs: PanelState['runs'], explorationId: string): (GenerationView | null)[] {
  const places: (GenerationView | null)[] = []
  for (const run of Object.values(runs)) {
    if (run.exploration?.id !== explorationId) continue
    const { place, cells } = run.exploration
    while (places.length < cells) places.push(null)
    const known = places[place]
    if (!known || known.id < run.id) places[place] = run
  }
  return places
}

/** Takes over everything that a generation was made with; the seed is fixed, so the same picture can come again. */
export const reuse = (store: PanelStore, run: Pick<GenerationDetail, 'prompt' | 'settings' | 'references'>, outputId: string | null = null): void => {
  const content = (slot: UploadSlot): SlotContent | null => {
    const found = run.references.find((reference) => reference.slot === slot)
    return found ? { assetId: found.assetId, role: found.role, strength: found.strength } : null
  }
  // A change of one object belongs to its picture; what is made here is a picture of the whole scene.
  const { edit: _, ...settings } = run.settings
  store.setState({
    prompt: run.prompt,
    settings,
    seedFixed: true,
    slots: { 2: content(2), 3: content(3) },
    // One image, as that one was; braces in its prompt are words of it.
    explore: { ...NO_EXPLORATION, words: false },
    openSlot: null,
    submitError: null,
    remix: outputId === null ? null : { outputId, assetId: null },
  })
}

/** Puts an image into the next slot as a reference; what is made with it began with it. @returns the slot. */
export function addReference(store: PanelStore, image: { assetId: string; outputId: string | null }): UploadSlot {
  const state = store.getState()
  const slot = nextSlot(state)
  setSlot(store, slot, { assetId: image.assetId, role: defaultRole(state), strength: 0.6 })
  if (image.outputId !== null) store.setState({ remix: { outputId: image.outputId, assetId: image.assetId } })
  return slot
}

/**
 * The image that a press of Generate names as its beginning: the one whose recipe was taken over, until its words are taken
 * away, or the one that still lies in a slot.
 */
export function remixedFrom({ remix, prompt, slots }: Pick<PanelState, 'remix' | 'prompt' | 'slots'>): string | null {
  if (!remix) return null
  const holds = remix.assetId === null ? prompt.trim() !== '' : UPLOAD_SLOTS.some((slot) => slots[slot]?.assetId === remix.assetId)
  return holds ? remix.outputId : null
}
