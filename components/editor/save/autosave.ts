import { diff, equalJson, type Patch } from '@/lib/scene/patches/patch'
import type { SceneDocument } from '@/lib/scene/schema'

/** `pending` is changed and waiting for a pause, `offline` is kept here and tried again, `refused` will not be tried again. */
export type SaveStatus = 'saved' | 'pending' | 'saving' | 'offline' | 'conflict' | 'refused'

export type SaveOutcome = { kind: 'saved'; revision: number } | { kind: 'conflict' } | { kind: 'unreachable' } | { kind: 'refused'; message: string }

/** Unsaved work of this browser, made against a revision. */
export type Draft = { baseRevision: number; patches: Patch[] }

export type AutosaveDeps = {
  save: (request: { baseRevision: number; patches: Patch[]; leaving: boolean }) => Promise<SaveOutcome>
  load: () => Promise<{ document: SceneDocument; revision: number } | null>
  /** Keeps the draft where a closed tab or an empty battery cannot take it. */
  keepDraft: (draft: Draft | null) => void
  onChange: (state: { status: SaveStatus; message: string | null }) => void
  setTimer: (run: () => void, afterMs: number) => () => void
}

export const SAVE_DELAY_MS = 600
export const RETRY_DELAY_MS_MAX = 30_000

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
    return this.current !== this.saved && diff(this.saved, this.current).length > 0
  }

  /** Call with every new document. */
  update(document: SceneDocument): void {
    if (document === this.current) return
    this.current = document
    if (this.statusValue === 'conflict' || this.statusValue === 'offline') {
      this.remember()
      return
    }
    if (this.inFlight) return
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

  /** Resolves a conflict: go on from what the server has. */
  adopt(document: SceneDocument, revision: number): void {
    this.clearTimer()
    this.saved = document
    this.current = document
    this.revisionNumber = revision
    this.failures = 0
    this.deps.keepDraft(null)
    this.setStatus('saved')
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
    this.deps.onChange({ status, message })
  }

  private remember(): void {
    this.deps.keepDraft(this.isDirty ? { baseRevision: this.revisionNumber, patches: diff(this.saved, this.current) } : null)
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
    const patches = diff(this.saved, document)
    if (patches.length === 0) {
      this.saved = document
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
    if (theirs && equalJson(theirs.document, mine)) this.acknowledge(mine, theirs.revision)
    else this.declareConflict()
  }

  private acknowledge(document: SceneDocument, revision: number): void {
    this.saved = document
    this.revisionNumber = revision
    this.failures = 0
    this.remember()
    this.setStatus(this.isDirty ? 'pending' : 'saved')
  }
}
