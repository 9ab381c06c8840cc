import { system } from '@/lib/data/actor'
import { listOverdueTeams, purgeTeam } from '@/lib/data/teams/purge'
import { inngest } from '../client'

const BATCH_MAX = 20

/** Removes teams whose 14 days are over. */
export const purgeTeams = inngest.createFunction({ id: 'purge-teams', triggers: [{ cron: '23 * * * *' }], retries: 2 }, async ({ step }) => {
  const teamIds = await step.run('list', () => listOverdueTeams(system, BATCH_MAX))
  for (const teamId of teamIds) await step.run(`purge-${teamId}`, () => purgeTeam(system, teamId))
  return { teams: teamIds.length }
})
