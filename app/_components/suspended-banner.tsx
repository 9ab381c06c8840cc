import { Notice } from '@/components/ui/notice'

/** Stands above every page of a suspended team, so that nobody wonders why the buttons are gone. */
export function SuspendedBanner({ name, reason }: { name: string; reason: string | null }) {
  return (
    <Notice tone="bad" className="mb-5">
      <p className="font-medium">{name} is suspended.</p>
      <p className="text-text-2">
        Everything can be seen and downloaded, and nothing can change. Its share links are closed. Ask whoever runs this Maquette.
        {reason ? ` The reason: ${reason}` : null}
      </p>
    </Notice>
  )
}
