import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { SERVER_DATA, SERVER_PORT, SERVER_URL } from './e2e/fixtures/server'

/** `npm run test:long` runs e2e/long and nothing else. */
const isLongRun = process.env.MAQUETTE_TEST_LONG === '1'
/** `npm test` finds a browser and says where; started by hand, Debian's place is tried before Playwright's own. */
const executablePath = process.env.MAQUETTE_CHROMIUM || (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)

export default defineConfig({
  testDir: 'e2e',
  testMatch: isLongRun ? 'long/**/*.spec.ts' : '**/*.spec.ts',
  testIgnore: isLongRun ? [] : 'long/**',
  outputDir: 'test-results',
  // A second try would hide a race, and races are what the browser tests are for.
  retries: 0,
  // One at a time: two 3D views drawn in software on two cores starve each other and the worker that renders.
  workers: 1,
  forbidOnly: true,
  timeout: isLongRun ? 600_000 : 180_000,
  expect: { timeout: 15_000 },
  reporter: process.env.MAQUETTE_E2E_REPORT ? [['line'], ['json', { outputFile: process.env.MAQUETTE_E2E_REPORT }]] : [['line']],
  use: {
    baseURL: SERVER_URL,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Containers lack the kernel features of the sandbox; the other two keep the browser itself off the network.
      args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    url: `${SERVER_URL}/api/health`,
    reuseExistingServer: false,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: process.env.MAQUETTE_E2E_VERBOSE ? 'pipe' : 'ignore',
    env: { PORT: String(SERVER_PORT), MAQUETTE_DATA: SERVER_DATA, HOST: '127.0.0.1', LOG_LEVEL: 'warn', ALLOWED_PRIVATE_HOSTS: '127.0.0.1' },
  },
})
