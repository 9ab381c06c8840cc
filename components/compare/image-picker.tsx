'use client'
import { fileUrl } from '@/components/generate/api'
import { type Choice, ImageChooser, outputChoice } from '@/components/history/image-chooser'
import { type ComparePicture, snapshotRef } from '@/lib/domain/comparison'
import type { GenerationView } from '@/lib/domain/generation-view'

export type ImagePickerProps = {
  teamId: string
  /** What is in the comparison already. */
  pictures: readonly ComparePicture[]
  /** Generations of the pictures, whose snapshots can be added. */
  generationIds: readonly string[]
  onChoose: (ref: string) => void
  onClose: () => void
}

/** The team's images, newest first, to add one to the comparison; before them the snapshots of those that are in it. */
export function ImagePicker({ teamId, pictures, generationIds, onChoose, onClose }: ImagePickerProps) {
  const taken = new Set(pictures.map((picture) => picture.ref))

  function choicesOf(items: readonly GenerationView[]): Choice[] {
    const canvases = items.flatMap((item) =>
      item.snapshotAssetId && generationIds.includes(item.id) ? [canvasChoice(item.id, item.snapshotAssetId, () => onChoose(snapshotRef(item.id)))] : [],
    )
    const outputs = items.flatMap((item) => item.outputs.map((output) => outputChoice(item, output, () => onChoose(output.id))))
    return [...canvases, ...outputs].filter(({ key }) => !taken.has(key))
  }

  return <ImageChooser teamId={teamId} title="Add an image" empty="There are no other images in this team yet." choicesOf={choicesOf} onClose={onClose} />
}

const canvasChoice = (generationId: string, assetId: string, choose: () => void): Choice => ({
  key: snapshotRef(generationId),
  picture: (
    <>
      <img src={fileUrl(assetId)} alt="" className="aspect-square w-full bg-skeleton object-cover" />
      <span className="absolute bottom-1.5 left-1.5 rounded-sm bg-over px-1.5 py-0.5 text-sm text-white">Canvas</span>
    </>
  ),
  choose,
})
