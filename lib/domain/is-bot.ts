/** Programs that fetch a page without a person looking at it: crawlers, previews in messengers, monitors, libraries. */
const BOTS =
  /bot\b|bot\/|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|telegram|skypeuri|monitor|uptime|lighthouse|curl|wget|python|okhttp|java\/|go-http|node-fetch|axios|libwww|httpclient/i

/** Whether a user agent is that of a program. One that says nothing is. */
export const isBot = (userAgent: string | null): boolean => !userAgent || BOTS.test(userAgent)
