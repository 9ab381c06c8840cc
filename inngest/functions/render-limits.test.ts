import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { inngest } from '../client'
import { readFunctions } from '../embedded/function-config'
import { createEndpoint } from '../embedded/protocol'
import { createRenderFunctions } from './render-generation'

const served = readFunctions(
  await createEndpoint(
    inngest,
    createRenderFunctions(() => Promise.reject(new Error('Nothing is rendered here.'))),
  ).describe(),
)
const requested = (engineId: string, teamId: string) => ({ name: 'generation/requested', data: { generationId: 'gen_1', engineId, teamId } })
/** The functions that take a request, and the places that it needs: one of its engine, one of its team. */
const placesOf = (engineId: string, teamId: string) => {
  const takers = served.filter((one) => one.isTriggeredBy(requested(engineId, teamId)))
  const [engine, team] = takers[0]?.buckets(requested(engineId, teamId)) ?? []
  return { takers: takers.length, engine, team }
}

describe('what is rendered at once', () => {
  test.each(['studio', 'openai', 'fal', 'comfyui:wfl_1'])('is limited for %s by engine and by team, and no team can take every place of it', (engineId) => {
    const one = placesOf(engineId, 'team_a')
    const other = placesOf(engineId, 'team_b')
    expect(one.takers).toBe(1)
    expect(one.team?.capacity).toBeLessThan(one.engine?.capacity ?? 0)
    expect(other.engine).toEqual(one.engine)
    expect(other.team?.name).not.toBe(one.team?.name)
  })

  test('of each hosted engine has its own limit, and of a team one over all of them', () => {
    const [openai, fal] = [placesOf('openai', 'team_a'), placesOf('fal', 'team_a')]
    expect(openai.engine?.name).not.toBe(fal.engine?.name)
    expect(openai.team).toEqual(fal.team)
    expect(placesOf('studio', 'team_a').team?.name).not.toBe(openai.team?.name)
  })

  test('is what the document about budgets says', () => {
    const text = readFileSync(path.join(process.cwd(), 'docs/budgets.md'), 'utf8')
    const said = (engine: string): number[] => [...(text.match(`\\| ${engine} \\| (\\d+) \\| (\\d+)`) ?? [])].slice(1).map(Number)
    const held = (engineId: string) => [placesOf(engineId, 'team_a').engine?.capacity, placesOf(engineId, 'team_a').team?.capacity]
    expect(said('Studio')).toEqual(held('studio'))
    expect(said('each hosted engine')).toEqual(held('openai'))
  })
})
