import type { Environment } from '../schema'

export const ENVIRONMENT_NAMES: Record<Environment['preset'], string> = {
  studio: 'Photo studio',
  softbox: 'Softbox tent',
  day: 'Daylight',
  sunset: 'Sunset',
  overcast: 'Overcast',
  night: 'Night',
  sky: 'Clear sky',
}
