'use client'
import { Segmented } from '@/components/ui/segmented'
import type { GalleryAccess } from '@/lib/domain/community/publication'
import type { ModerationActions } from './actions'
import { useDecision } from './use-decision'

const WORDS: Record<GalleryAccess, { label: string; text: string }> = {
  public: { label: 'Public', text: 'Everybody who reaches this installation sees the gallery, also without an account.' },
  internal: { label: 'Internal', text: 'People with an account here see the gallery.' },
  off: { label: 'Off', text: 'There is no gallery. Nothing that was published is lost; it comes back when you switch it on.' },
}

/** Who may look at the gallery of this installation. */
export function GalleryAccessPicker({ value, setAccess }: { value: GalleryAccess; setAccess: ModerationActions['access'] }) {
  const { pending, decide } = useDecision()
  return (
    <div className="max-w-120">
      <Segmented
        label="Who may look"
        value={value}
        disabled={pending}
        options={(['public', 'internal', 'off'] as const).map((access) => ({ value: access, label: WORDS[access].label }))}
        onValueChange={(access) => void decide(() => setAccess(access), `The gallery is ${WORDS[access].label.toLowerCase()} now.`)}
      />
      <p className="mt-2 text-md text-text-3">{WORDS[value].text}</p>
    </div>
  )
}
