import { Notice } from '@/components/ui/notice'

/** Above figures that still grow, after an upgrade from a version that did not count. */
export function StillCounting({ isCounting }: { isCounting: boolean }) {
  if (!isCounting) return null
  return (
    <Notice className="mb-5">
      Generations from before the last upgrade are still being counted, so these figures are too low. They are complete when this line is gone.
    </Notice>
  )
}
