import { createServer } from 'node:net'
import { errorCode, Problem } from './problem.mjs'

/**
 * Finds out before minutes are spent on an install that nobody could open the result.
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Promise<void>}
 */
export function assertPortFree({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(explainPort(error, host, port)))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

/**
 * @param {Error} error
 * @param {string} host
 * @param {number} port
 */
function explainPort(error, host, port) {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new Problem(
        `Port ${port} is taken by another program.`,
        `End that program, or choose another port: PORT=${port + 100 > 65_535 ? 3100 : port + 100} npm start`,
      )
    case 'EACCES':
      return new Problem(`Port ${port} may not be used by an ordinary user.`, 'Choose one above 1023: PORT=3000 npm start')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Problem(
        `HOST is "${host}", which is no address of this machine.`,
        'Leave it out to serve this machine alone, or set HOST=0.0.0.0 to serve every interface.',
      )
    default:
      return error
  }
}
