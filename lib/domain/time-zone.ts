/** In which a browser tells its time zone, so that the server begins days where the reader does. */
export const TIME_ZONE_COOKIE = 'maquette_tz'
