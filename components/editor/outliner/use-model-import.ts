'use client'
import { type DragEvent, useState } from 'react'
import { z } from 'zod'
import { onLiveEvent } from '@/components/generate/live-events'
import { useToast } from '@/components/ui/toast'
import { newId } from '@/lib/domain/ids'
import { addNode } from '@/lib/scene/commands/commands'
import { newModel } from '@/lib/scene/commands/new-node'
import { useEditorSession } from '../session'
import { useEditorActions } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'

const importSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
  error: z.string().nullable(),
  notes: z.array(z.string()),
  model: z.object({ assetId: z.string(), bounds: z.object({ min: z.tuple([z.number(), z.number(), z.number()]) }) }).nullable(),
})
type ModelImport = z.infer<typeof importSchema>
const answerSchema = z.union([
  z.object({ ok: z.literal(true), value: importSchema }),
  z.object({ ok: z.literal(false), error: z.object({ message: z.string() }) }),
])

export const MODEL_FILES = '.glb,.gltf'
const isModel = (file: File): boolean => /\.(glb|gltf)$/i.test(file.name)

/** @throws Error with a sentence for the user. */
async function ask(address: string, init?: RequestInit): Promise<ModelImport> {
  const response = await fetch(address, init).catch(() => null)
  if (!response) throw new Error('The server cannot be reached. Check your connection and try again.')
  const answer = answerSchema.safeParse(await response.json().catch(() => null))
  if (!answer.success) throw new Error('The server gave no answer that this page understands. Try again.')
  if (!answer.data.ok) throw new Error(answer.data.error.message)
  return answer.data.value
}

const isOpen = (status: ModelImport['status']): boolean => status === 'queued' || status === 'running'

/**
 * Resolves when an import has ended. What was heard before is told again to whoever begins to listen, and the server sends
 * the present state whenever the stream connects, so nothing that happened meanwhile is missed.
 */
function importEnded(id: string): Promise<void> {
  return new Promise((resolve) => {
    let stop = (): void => {}
    let ended = false
    stop = onLiveEvent((event) => {
      if (event.type !== 'import' || event.id !== id || isOpen(event.status)) return
      ended = true
      stop()
      resolve()
    })
    // Told while the listening began, when there was nothing yet to stop.
    if (ended) stop()
  })
}

async function importModel(file: File, teamId: string): Promise<ModelImport> {
  const uploaded = await ask(`/api/uploads/models?teamId=${encodeURIComponent(teamId)}`, {
    method: 'POST',
    body: file,
    headers: { 'x-file-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' },
  })
  if (!isOpen(uploaded.status)) return uploaded
  await importEnded(uploaded.id)
  return ask(`/api/uploads/models/${encodeURIComponent(uploaded.id)}`)
}

/** Uploads a model, waits for the worker to prepare it, and puts it into the scene where the camera looks. */
export function useModelImport(): (files: readonly File[]) => void {
  const { teamId, canEdit } = useEditorSession()
  const actions = useEditorActions()
  const handle = useViewportHandle()
  const toast = useToast()

  async function importOne(file: File): Promise<void> {
    if (!isModel(file)) {
      toast({ tone: 'error', message: `“${file.name}” is not a GLB or glTF file. Export the model as GLB and import that.` })
      return
    }
    toast({ message: `Importing “${file.name}”` })
    try {
      const { model, error, notes } = await importModel(file, teamId)
      if (!model) {
        toast({ tone: 'error', message: error ?? `“${file.name}” could not be imported.` })
        return
      }
      const id = newId('node')
      const node = newModel(model.assetId, file.name, handle.commands?.standingPlace(0) ?? [0, 0, 0], model.bounds.min[1])
      actions.commit('Import', (doc) => addNode(doc, id, node))
      actions.selectNodes([id])
      for (const note of notes.slice(0, 2)) toast({ message: note })
    } catch (problem) {
      toast({ tone: 'error', message: problem instanceof Error ? problem.message : `“${file.name}” could not be imported.` })
    }
  }
  return (files) => {
    if (!canEdit) return
    for (const file of files) void importOne(file)
  }
}

/** Handlers that let files be dropped on an element, and whether one hovers over it. */
export function useModelDrop() {
  const [dropping, setDropping] = useState(false)
  const { canEdit } = useEditorSession()
  const importFiles = useModelImport()
  const carriesFiles = (event: DragEvent): boolean => canEdit && event.dataTransfer.types.includes('Files')
  return {
    dropping,
    onDragOver: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (event.currentTarget === event.target || !event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false)
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(false)
      importFiles([...event.dataTransfer.files])
    },
  }
}
