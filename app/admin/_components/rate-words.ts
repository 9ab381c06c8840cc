/** The share that failed of what ended, in whole per cent; a share that is there is never shown as nothing. */
export function rateWords({ succeeded, failed }: { succeeded: number; failed: number }): string {
  if (failed === 0) return '0%'
  const percent = (100 * failed) / (succeeded + failed)
  return percent < 1 ? 'less than 1%' : `${Math.round(percent)}%`
}
