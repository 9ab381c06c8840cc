import { describe, expect, test } from 'vitest'
import { readSettings } from './env'
import { judgeSettings, SETTINGS } from './settings.mjs'

describe('the settings of an installation', () => {
  test('need none to start, and have their defaults then', () => {
    expect(judgeSettings({})).toEqual({ mistakes: [], warnings: [] })
    expect(readSettings({})).toMatchObject({ PORT: 3000, TRUST_PROXY: 0, LOG_LEVEL: 'info', SMTP_URL: undefined, MAQUETTE_DATA: '.maquette' })
  })

  test('have the values that were given, and count an empty one as absent', () => {
    expect(readSettings({ PORT: '3100', LOG_LEVEL: '', AUTH_URL: 'https://maquette.example.com' })).toMatchObject({
      PORT: 3100,
      LOG_LEVEL: 'info',
      AUTH_URL: 'https://maquette.example.com',
    })
  })

  test.each([
    [{ PORT: 'eighty' }, 'PORT is "eighty", which is no whole number from 1 to 65535.'],
    [{ PORT: '70000' }, 'PORT is "70000", which is no whole number from 1 to 65535.'],
    [{ PORT: '3e3' }, 'PORT is "3e3", which is no whole number from 1 to 65535.'],
    [{ AUTH_URL: 'maquette.example.com' }, 'AUTH_URL is no address that begins with http:// or https://. It looks like https://maquette.example.com.'],
    [{ COMMUNITY_URL: 'javascript:alert(1)' }, 'COMMUNITY_URL is no address that begins with http://'],
    [{ DATABASE_URL: 'mysql://host/x' }, 'DATABASE_URL is no address that begins with postgres://'],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET is too short. Give at least 16 characters'],
    [{ ENCRYPTION_KEY: 'x'.repeat(31) }, 'ENCRYPTION_KEY is too short. Give at least 32 characters'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud". Choose from: debug, info, warn, error.'],
    [{ COMFYUI_TEAM_WORKFLOWS: 'yes' }, 'COMFYUI_TEAM_WORKFLOWS is "yes". Choose from: on, off.'],
    [{ FIDELITY_DEPTH_ESTIMATOR: 'midas' }, 'FIDELITY_DEPTH_ESTIMATOR is "midas". Choose from: none, comfyui.'],
    [{ PROMPT_MODEL: 'gpt' }, 'PROMPT_MODEL has to be google/, openai/'],
    [{ INNGEST_DEV: 'localhost' }, 'INNGEST_DEV has to be 0, 1 or the address'],
    [{ AUTH_GITHUB_ID: 'id' }, 'AUTH_GITHUB_SECRET is missing beside AUTH_GITHUB_ID.'],
    [{ AUTH_GOOGLE_SECRET: 'hush' }, 'AUTH_GOOGLE_ID is missing beside AUTH_GOOGLE_SECRET.'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'AUTH_URL is missing beside SMTP_URL.'],
    [{ INNGEST_EVENT_KEY: 'key' }, 'INNGEST_SIGNING_KEY is missing beside INNGEST_EVENT_KEY.'],
    [{ INNGEST_SIGNING_KEY: 'key' }, 'INNGEST_EVENT_KEY is missing beside INNGEST_SIGNING_KEY.'],
    [{ CONTENT_CREDENTIALS_KEY: '/key.pem' }, 'CONTENT_CREDENTIALS_CERTIFICATE is missing beside CONTENT_CREDENTIALS_KEY.'],
  ])('%o: one sentence says what is wrong', (environment, sentence) => {
    const { mistakes } = judgeSettings(environment)
    expect(mistakes).toEqual([expect.stringContaining(sentence)])
    expect(() => readSettings(environment)).toThrow(sentence)
  })

  test('name all mistakes at once', () => {
    const { mistakes } = judgeSettings({ PORT: 'x', AUTH_URL: 'y', AUTH_GITHUB_ID: 'z', LOG_LEVEL: 'w' })
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(['PORT', 'AUTH_URL', 'LOG_LEVEL', 'AUTH_GITHUB_SECRET'])
  })

  test.each(Object.entries(SETTINGS).filter(([, setting]) => setting.kind === 'url' || setting.kind === 'secret'))(
    'never repeat %s, which may hold a password',
    (name) => {
      const { mistakes, warnings } = judgeSettings({ [name]: 'h:hush' })
      expect(mistakes.length).toBeGreaterThan(0)
      expect([...mistakes, ...warnings].join('\n')).not.toContain('hush')
    },
  )

  test.each([
    ['MAQUETTE_DATTA', 'Did you mean MAQUETTE_DATA?'],
    ['DATABASE_URI', 'Did you mean DATABASE_URL?'],
    ['SMPT_URL', 'Did you mean SMTP_URL?'],
    ['MAQUETTE_TURBO', 'docs/configuration.md lists all of them.'],
  ])('warn of %s, which has no effect', (name, words) => {
    expect(judgeSettings({ [name]: 'x' })).toEqual({ mistakes: [], warnings: [expect.stringContaining(words)] })
  })

  test('say nothing of what belongs to other programs', () => {
    const others = { PATH: '/bin', HOME: '/root', npm_config_cache: 'x', INNGEST_ENV: 'main', AUTH_TRUST_HOST: '1', OTEL_SERVICE_NAME: 'x', PGPORT: '1' }
    expect(judgeSettings(others)).toEqual({ mistakes: [], warnings: [] })
  })

  test('warn of what does nothing without another', () => {
    const idle = { COMMUNITY_LABEL: 'Discord', COMFYUI_TEAM_WORKFLOWS: 'on', FIDELITY_DEPTH_ESTIMATOR: 'comfyui' }
    expect(judgeSettings(idle).warnings).toEqual([
      'COMMUNITY_LABEL has no effect without COMMUNITY_URL.',
      'COMFYUI_TEAM_WORKFLOWS has no effect without COMFYUI_BASE_URL.',
      'FIDELITY_DEPTH_ESTIMATOR has no effect without COMFYUI_BASE_URL.',
    ])
  })
})
