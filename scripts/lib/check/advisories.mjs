// Known weaknesses of the packages that reach production, as npm's advisory database tells them.
import { execute } from '../execute.mjs'

/**
 * Advisories that do not concern us, each with the reason and the day on which it has to be looked at again.
 * @type {Map<string, { because: string, until: string }>}
 */
const ACCEPTED = new Map()

/** @typedef {{ url?: string, title?: string, severity?: string, name?: string }} Advisory */
/** @typedef {{ vulnerabilities?: Record<string, { via: (Advisory | string)[] }> }} AuditReport */

/**
 * One line for each advisory of high or critical severity that was not accepted.
 * @param {AuditReport} report
 * @param {Map<string, { because: string, until: string }>} accepted by the address of the advisory
 * @param {Date} today
 * @returns {string[]}
 */
export function advisoryProblems(report, accepted = ACCEPTED, today = new Date()) {
  const advisories = new Map()
  for (const { via } of Object.values(report.vulnerabilities ?? {})) {
    // A word stands for another package of the report, which has the advisory itself.
    for (const each of via) if (typeof each === 'object' && each.url) advisories.set(each.url, each)
  }
  return [...advisories.values()]
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .filter(({ url }) => !(today < new Date(accepted.get(url)?.until ?? 0)))
    .map(
      ({ name, severity, title, url }) => `${name}: ${title} (${severity}), ${url}. Update it, or accept it with a reason in scripts/lib/check/advisories.mjs.`,
    )
}

/**
 * Asks npm. Without a network nobody can know.
 * @param {string} root
 * @returns {Promise<AuditReport | undefined>} nothing where its advisory database cannot be reached
 */
export async function askForAdvisories(root) {
  const { output } = await execute('npm', ['audit', '--omit=dev', '--json', '--loglevel=silent', '--fetch-retries=0', '--fetch-timeout=15000'], { cwd: root })
  try {
    // npm may say a word about its own settings around the JSON.
    const report = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1))
    return report.vulnerabilities ? report : undefined
  } catch {
    return undefined
  }
}
