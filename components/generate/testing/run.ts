import type { GenerationView } from '@/lib/domain/generation-view'
import { createPanelStore, DEFAULT_SETTINGS } from '../panel-state'

/** A generation at work, for tests of the panel. */
export const run = (id: string, changes: Partial<GenerationView> = {}): GenerationView => ({
  id,
  teamId: 'team_a',
  sceneId: 'scn_a',
  sceneName: 'Plinth',
  authorId: 'usr_a',
  authorName: 'A designer',
  shotName: null,
  hasReference: false,
  status: 'running',
  engine: 'studio',
  model: null,
  prompt: 'Dusk',
  settings: DEFAULT_SETTINGS,
  width: 1184,
  height: 888,
  progress: null,
  queuePlace: null,
  error: null,
  costMicroUsd: null,
  createdAtMs: 0,
  startedAtMs: 0,
  finishedAtMs: null,
  updatedAtMs: 100,
  snapshotAssetId: null,
  outputs: [],
  passes: [],
  exploration: null,
  ...changes,
})
export const store = (...items: GenerationView[]) => createPanelStore({}, { items, nextCursor: null })
