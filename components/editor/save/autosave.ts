import { diff, equalJson, type Patch } from '@/lib/scene/patches/patch'
import type { SceneDocument } from '@/lib/scene/schema'

/** `pending` is changed and waiting for a pause, `offline` is kept here and tried again, `refused` will not be tried again. */
export type SaveStatus = 'saved' | 'pending' | 'saving' | 'offline' | 'conflict' | 'refused'

/** `behind`: somebody else has saved since, so what is seen here is not the newest. */
export type SaveState = { status: SaveStatus; message: string | null; behind: boolean }

export type SaveOutcome = { kind: 'saved'; revision: number } | { kind: 'conflict' } | { kind: 'unreachable' } | { kind: 'refused'; message: string }

/** Unsaved work of this browser, made against a revision. */
export type Draft = { baseRevision: number; patches: Patch[] }

export type AutosaveDeps = {
  save: (request: { baseRevision: number; patches: Patch[]; leaving: boolean }) => Promise<SaveOutcome>
  load: () => Promise<{ document: SceneDocument; revision: number } | null>
  /** Keeps the draft where a closed tab or an empty battery cannot take it. */
  keepDraft: (draft: Draft | null) => void
  onChange: (state: SaveState) => void
  setTimer: (run: () => void, afterMs: number) => () => void
}

export const SAVE_DELAY_MS = 600
export const RETRY_DELAY_MS_MAX = 30_000

/** Where the camera looks belongs to whoever looks: it is saved with the scene, but no reason for a question. */
const isView = (patch: Patch): boolean => patch.path[0] === 'camera' || patch.path[0] === 'activeShotId'

export const isViewAlone = (patches: readonly Patch[]): boolean => patches.every(isView)

/** Whether two scenes differ in nothing but where the camera looks. */
export const sameButView = (a: SceneDocument, b: SceneDocument): boolean => isViewAlone(diff(a, b))

/**
 * Saves a scene as property patches against the revision they were made on: after a pause in the work, one request at a
 * time, again with growing pauses while the server cannot be reached. Knows nothing of React, fetch or timers.
 */
export class Autosave {
  private readonly deps: AutosaveDeps
  private saved: SceneDocument
  private revisionNumber: number
  private current: SceneDocument
  private cancelTimer: (() => void) | null = null
  private inFlight: Promise<void> | null = null
  private failures = 0
  private statusValue: SaveStatus = 'saved'
  private message: string | null = null
  private behind = false

  constructor(start: { document: SceneDocument; revision: number }, deps: AutosaveDeps) {
    this.deps = deps
    this.saved = start.document
    this.current = start.document
    this.revisionNumber = start.revision
  }

  get status(): SaveStatus {
    return this.statusValue
  }

  get revision(): number {
    return this.revisionNumber
  }

  /** Whether closing the page now could lose something. */
  get isDirty(): boolean {
    return this.unsaved().length > 0
  }

  /** Call with every new document. */
  update(document: SceneDocument): void {
    if (document === this.current) return
    this.current = document
    if (this.statusValue === 'conflict' || this.statusValue === 'offline') {
      this.remember()
      return
    }
    if (this.inFlight || (this.behind && !this.isDirty)) return
    this.setStatus('pending')
    this.schedule(SAVE_DELAY_MS)
  }

  /** The browser says that the network is back, or the user pressed Try again. */
  retryNow(): void {
    if (this.statusValue === 'offline' || this.statusValue === 'refused') this.schedule(0)
  }

  /**
   * Saves now and waits until the server has everything up to this moment.
   * @throws Error with a sentence for the user when it cannot be saved.
   */
  async flush(): Promise<{ revision: number }> {
    for (let round = 0; round < 3; round++) {
      this.clearTimer()
      await this.inFlight
      if (this.statusValue === 'conflict') throw new Error('Somebody else saved this scene. Choose which one to keep, then try again.')
      if (this.behind && !this.isDirty) throw new Error('Somebody saved this scene after you opened it. Load the new version, then press Generate again.')
      if (!this.isDirty) return { revision: this.revisionNumber }
      await this.send(false)
      if (this.statusValue === 'offline') throw new Error('The scene could not be saved: the server cannot be reached.')
      if (this.statusValue === 'refused') throw new Error(this.message ?? 'The scene could not be saved.')
    }
    return { revision: this.revisionNumber }
  }

  /** The page is going away: one last request that outlives it. The draft stays until the next visit knows better. */
  leave(): void {
    this.remember()
    if (!this.isDirty || this.statusValue === 'conflict' || this.inFlight) return
    this.clearTimer()
    void this.send(true)
  }

  /**
   * The server has a newer revision than this window. When it differs in the view alone, this window goes on from it and
   * nobody is told; else it is behind until {@link adopt}. Waits for a save that is under way: it may be our own.
   * @returns whether this window is behind that revision now.
   */
  async learn(theirs: { document: SceneDocument; revision: number }): Promise<boolean> {
    while (this.inFlight) await this.inFlight
    if (theirs.revision <= this.revisionNumber || this.statusValue === 'conflict') return false
    if (!this.behind && sameButView(this.saved, theirs.document)) {
      this.revisionNumber = theirs.revision
      return false
    }
    this.behind = true
    this.deps.onChange({ status: this.statusValue, message: this.message, behind: true })
    // A turn of the camera that waited to be saved will not be.
    if (this.statusValue === 'pending' && !this.isDirty) {
      this.clearTimer()
      this.setStatus('saved')
    }
    return true
  }

  /** Resolves a conflict, or catches up: go on from what the server has. */
  adopt(document: SceneDocument, revision: number): void {
    this.clearTimer()
    this.behind = false
    this.saved = document
    this.current = document
    this.revisionNumber = revision
    this.failures = 0
    this.deps.keepDraft(null)
    this.statusValue = 'saved'
    this.message = null
    this.deps.onChange({ status: 'saved', message: null, behind: false })
  }

  /** This scene moved on elsewhere: ask before anything is written over it. */
  declareConflict(): void {
    this.clearTimer()
    this.remember()
    this.setStatus('conflict')
  }

  dispose(): void {
    this.clearTimer()
  }

  private schedule(afterMs: number): void {
    this.clearTimer()
    this.cancelTimer = this.deps.setTimer(() => {
      this.cancelTimer = null
      if (!this.inFlight) void this.send(false)
    }, afterMs)
  }

  private clearTimer(): void {
    this.cancelTimer?.()
    this.cancelTimer = null
  }

  private setStatus(status: SaveStatus, message: string | null = null): void {
    if (status === this.statusValue && message === this.message) return
    this.statusValue = status
    this.message = message
    this.deps.onChange({ status, message, behind: this.behind })
  }

  private unsaved(): Patch[] {
    if (this.current === this.saved) return []
    const patches = diff(this.saved, this.current)
    // Over a newer revision a view is not written: the next load brings this window up to date, and keeps its camera.
    return this.behind && isViewAlone(patches) ? [] : patches
  }

  private remember(): void {
    const patches = this.unsaved()
    this.deps.keepDraft(patches.length > 0 ? { baseRevision: this.revisionNumber, patches } : null)
  }

  private send(leaving: boolean): Promise<void> {
    const run = this.sendOnce(leaving).finally(() => {
      this.inFlight = null
      if ((this.statusValue === 'saved' || this.statusValue === 'pending') && this.isDirty) {
        this.setStatus('pending')
        this.schedule(SAVE_DELAY_MS)
      }
    })
    this.inFlight = run
    return run
  }

  private async sendOnce(leaving: boolean): Promise<void> {
    const document = this.current
    const patches = this.unsaved()
    if (patches.length === 0) {
      if (!this.behind) this.saved = document
      this.setStatus('saved')
      return
    }
    this.setStatus('saving')
    const baseRevision = this.revisionNumber
    const outcome = await this.deps.save({ baseRevision, patches, leaving })
    switch (outcome.kind) {
      case 'saved':
        this.acknowledge(document, outcome.revision)
        return
      case 'refused':
        this.remember()
        this.setStatus('refused', outcome.message)
        return
      case 'conflict':
        await this.lookAtTheirs(document)
        return
      case 'unreachable':
        this.remember()
        this.setStatus('offline')
        this.schedule(Math.min(RETRY_DELAY_MS_MAX, 1000 * 2 ** this.failures))
        this.failures += 1
    }
  }

  /** An answer may be lost after the server has saved: then the "somebody" who saved was this window. */
  private async lookAtTheirs(mine: SceneDocument): Promise<void> {
    const theirs = await this.deps.load()
    if (theirs && equalJson(theirs.document, mine)) {
      this.acknowledge(mine, theirs.revision)
      return
    }
    if (theirs && sameButView(this.saved, theirs.document)) {
      // They only looked elsewhere: our change goes on top of that.
      this.revisionNumber = theirs.revision
      this.setStatus('pending')
    } else if (sameButView(this.saved, mine)) {
      this.behind = true
      this.setStatus('saved')
    } else this.declareConflict()
  }

  private acknowledge(document: SceneDocument, revision: number): void {
    this.saved = document
    this.revisionNumber = revision
    this.failures = 0
    this.remember()
    this.setStatus(this.isDirty ? 'pending' : 'saved')
  }
}
