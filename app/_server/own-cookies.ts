import 'server-only'
import { cookies, headers } from 'next/headers'
import { isSecure } from './secure-cookie'

/**
 * The cookies of the product itself, for the whole site. Over HTTPS their names begin with `__Host-`: a browser then takes
 * them only when they are `Secure`, for every path and from this very host, so no neighbouring host can plant one.
 */
export async function ownCookies() {
  const [jar, secure] = [await cookies(), isSecure(await headers())]
  const nameOf = (name: string): string => (secure ? `__Host-${name}` : name)
  return {
    get: (name: string): string | undefined => jar.get(nameOf(name))?.value,
    set: (name: string, value: string, maxAgeSeconds: number): void => {
      jar.set(nameOf(name), value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: maxAgeSeconds })
    },
    // A `__Host-` cookie is only replaced by one with the same attributes, an ended one included.
    remove: (name: string): void => {
      jar.set(nameOf(name), '', { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 0 })
    },
  }
}
