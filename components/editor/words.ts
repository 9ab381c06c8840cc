import type { Environment } from '@/lib/scene/schema'

/** Why nothing can be changed by somebody who may only look. */
export const VIEW_ONLY = 'You can look, not change: ask an admin of the team.'

export const ENVIRONMENT_NAMES: Record<Environment['preset'], string> = {
  studio: 'Photo studio',
  softbox: 'Softbox tent',
  day: 'Daylight',
  sunset: 'Sunset',
  overcast: 'Overcast',
  night: 'Night',
  sky: 'Clear sky',
}
