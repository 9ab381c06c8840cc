import { env } from '@/lib/platform/env'

/** Whether cookies may be marked `Secure`: the request came over HTTPS, as a proxy of ours says, or the public address has it. */
export const isSecure = (headers: Headers): boolean =>
  headers.get('x-forwarded-proto')?.split(',')[0] === 'https' || env().AUTH_URL?.startsWith('https:') === true
