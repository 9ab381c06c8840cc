/** In which a browser tells its time zone, so that the server begins days where the reader does. */
export const TIME_ZONE_COOKIE = 'maquette_tz'

/** Whether days can be counted in a time zone of this name, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
