import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { shownTeam } from '@/app/_server/shown-team'
import { TimeAgo } from '@/components/ui/time-ago'
import { listApiTokens } from '@/lib/data/api-tokens/queries'
import { listDeliveries, listWebhooks } from '@/lib/data/webhooks/queries'
import { API_SCOPE_WORDS, type ApiTokenView } from '@/lib/domain/api-token'
import { can } from '@/lib/domain/roles'
import { WEBHOOK_EVENT_WORDS, type WebhookDeliveryView, type WebhookView } from '@/lib/domain/webhook'
import { canSealKeys } from '@/lib/platform/seal-key'
import { ReadOnly } from '../_components/read-only'
import { TeamHead } from '../_components/team-head'
import { DeliveryList, type DeliveryRow } from './_components/delivery-list'
import { TokenList, type TokenRow } from './_components/token-list'
import { WebhookList, type WebhookRow } from './_components/webhook-list'
import {
  createApiTokenAction,
  createWebhookAction,
  deleteWebhookAction,
  redeliverAction,
  revokeApiTokenAction,
  setWebhookEnabledAction,
  testWebhookAction,
} from './actions'

export const metadata: Metadata = { title: 'API' }

/** The tokens and webhooks of the team, for owners and admins. */
export default async function ApiPage({ searchParams }: PageProps<'/team/api'>) {
  const actor = await requireUser()
  const team = await shownTeam(actor, (await searchParams).team)
  if (!can(team.role, 'token.manage')) notFound()
  const [tokens, webhooks, deliveries] = await Promise.all([listApiTokens(actor, team.id), listWebhooks(actor, team.id), listDeliveries(actor, team.id)])
  const now = new Date()
  return (
    <AppShell>
      <TeamHead team={team} current="api" />
      <div className="flex max-w-220 flex-col gap-10">
        <p className="max-w-160 text-text-2">
          Programs can read scenes, generate and download images at <span className="font-mono text-sm">/api/v1</span>.{' '}
          <Link href={'/developers' as Route} className="text-text underline decoration-line-2 underline-offset-2 hover:decoration-text">
            Examples and reference
          </Link>
        </p>
        <ReadOnly when={team.isSuspended}>
          <TokenList
            teamId={team.id}
            rows={tokens.map((token) => tokenRow(token, now))}
            actions={{ create: createApiTokenAction, revoke: revokeApiTokenAction }}
          />
          <WebhookList
            teamId={team.id}
            canSeal={canSealKeys()}
            rows={webhooks.map((webhook) => webhookRow(webhook, now))}
            actions={{ create: createWebhookAction, setEnabled: setWebhookEnabledAction, remove: deleteWebhookAction, test: testWebhookAction }}
          />
          {webhooks.length > 0 ? <DeliveryList rows={deliveries.map((delivery) => deliveryRow(delivery, webhooks, now))} redeliver={redeliverAction} /> : null}
        </ReadOnly>
      </div>
    </AppShell>
  )
}

const ago = (ms: number, now: Date) => <TimeAgo time={new Date(ms)} now={now} />
const day = (ms: number): string => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(ms)

/** "Images are ready, an image was approved": one capital, at the beginning. */
const inOneSentence = (labels: readonly string[]): string =>
  labels.map((label, i) => (i === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1))).join(', ')

const tokenRow = ({ id, name, lastFour, scopes, state, madeByName, createdAtMs, expiresAtMs, lastUsedAtMs }: ApiTokenView, now: Date): TokenRow => ({
  id,
  name,
  lastFour,
  state,
  scopes: inOneSentence(scopes.map((scope) => API_SCOPE_WORDS[scope].label)),
  about: (
    <>
      Made by {madeByName} {ago(createdAtMs, now)}. {lastUsedAtMs === null ? 'Not used yet.' : <>Last used {ago(lastUsedAtMs, now)}.</>}{' '}
      {expiresAtMs === null ? 'Never expires.' : `${expiresAtMs <= now.getTime() ? 'Expired' : 'Expires'} ${day(expiresAtMs)}.`}
    </>
  ),
})

function stateOf({ disabledReason, failingSinceMs }: WebhookView): WebhookRow['state'] {
  if (disabledReason === 'person') return { words: 'Switched off', dot: 'neutral' }
  if (disabledReason === 'gone') return { words: 'Switched off: the address is gone', dot: 'warn' }
  if (disabledReason === 'failing') return { words: 'Switched off: nothing arrived for days', dot: 'warn' }
  return failingSinceMs === null ? { words: 'On', dot: 'good' } : { words: 'On, failing', dot: 'warn' }
}

const webhookRow = (webhook: WebhookView, now: Date): WebhookRow => ({
  id: webhook.id,
  url: webhook.url,
  enabled: webhook.disabledAtMs === null,
  events: inOneSentence(webhook.events.map((event) => WEBHOOK_EVENT_WORDS[event])),
  state: stateOf(webhook),
  about: (
    <>
      Added by {webhook.createdByName ?? 'a former member'} {ago(webhook.createdAtMs, now)}.
      {webhook.failingSinceMs === null ? null : <> Nothing has arrived since {ago(webhook.failingSinceMs, now)}.</>}
    </>
  ),
})

const PROBLEMS: Record<string, string> = {
  bad_address: 'Not an address that may be called',
  private_address: 'Leads to a private address',
  not_found: 'The name was not found',
  unreachable: 'Not reachable',
  timeout: 'No answer in time',
  too_large: 'The answer was too long',
  secret_unreadable: 'The secret can no longer be read; delete the webhook and add it again',
}

const STATES: Record<WebhookDeliveryView['status'], DeliveryRow['state']> = {
  pending: { words: 'Waiting', dot: 'neutral' },
  delivered: { words: 'Delivered', dot: 'good' },
  failed: { words: 'Given up', dot: 'bad' },
}

function answerOf({ attempts, lastStatus, lastProblem, status }: WebhookDeliveryView): string {
  const answer = lastStatus === null ? (PROBLEMS[lastProblem ?? ''] ?? 'Not sent yet') : `HTTP ${lastStatus}`
  return status === 'delivered' || attempts < 2 ? answer : `${answer}, ${attempts} times`
}

function deliveryRow(delivery: WebhookDeliveryView, webhooks: readonly WebhookView[], now: Date): DeliveryRow {
  const webhook = webhooks.find(({ id }) => id === delivery.webhookId)
  return {
    id: delivery.id,
    event: delivery.event,
    host: webhook ? new URL(webhook.url).host : '',
    state: STATES[delivery.status],
    answer: answerOf(delivery),
    when: ago(delivery.lastAttemptAtMs ?? delivery.createdAtMs, now),
    resend: delivery.status !== 'pending' && webhook !== undefined && webhook.disabledAtMs === null,
  }
}
