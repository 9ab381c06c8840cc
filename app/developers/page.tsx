import type { Metadata, Route } from 'next'
import { OpenFrame } from '@/app/_components/open-frame'
import { currentActor } from '@/app/_server/actor'
import { firstImageCurl, firstImageJs, receiverJs, uploadCurl } from '@/app/_server/api/examples'
import { openApiDocument } from '@/app/_server/api/openapi'
import { API_PATH } from '@/app/_server/api/present'
import { siteOrigin } from '@/app/_server/links'
import { LinkButton } from '@/components/ui/link-button'
import { API_SCOPE_WORDS, API_SCOPES } from '@/lib/domain/api-token'
import { HTTP_STATUS } from '@/lib/domain/errors'
import { WEBHOOK_EVENT_WORDS, WEBHOOK_EVENTS } from '@/lib/domain/webhook'
import { Code, CodeTabs } from './_components/code'
import { Operation } from './_components/operation'
import { Mono, Words } from './_components/words'

export const metadata: Metadata = { title: 'Developers', description: 'Scenes, generations and images by programs: examples and reference of the API.' }

const SECTIONS = [
  { id: 'start', title: 'First image' },
  { id: 'tokens', title: 'Tokens' },
  { id: 'reference', title: 'Reference' },
  { id: 'webhooks', title: 'Webhooks' },
  { id: 'errors', title: 'Errors' },
  { id: 'limits', title: 'Limits and retries' },
] as const

const ERROR_WORDS: Partial<Record<keyof typeof HTTP_STATUS, string>> = {
  invalid: 'Something in the request does not fit. `fields` says what.',
  unauthenticated: 'No token, or one that is unknown, expired or revoked.',
  over_budget: 'A budget or quota of the team is used up.',
  missing_scope: 'The token was not made for this.',
  forbidden: 'The team is suspended: it can be read and not changed.',
  not_found: 'It does not exist, or is not in the team of the token.',
  conflict: 'Somebody changed it first, or the same idempotency key is still at work.',
  too_large: 'The body is larger than what is taken.',
  unsupported: 'The body is of a type that is not taken.',
  reused_key: 'The idempotency key was used for another request.',
  rate_limited: 'Too often. Retry-After says when to come back.',
  internal: 'Our fault. Give `requestId` to support.',
  unavailable: 'A part of this installation does not answer. Try again.',
}

/** How programs use this installation: examples to copy, and every operation as the OpenAPI document has it. */
export default async function DevelopersPage() {
  const [origin, actor] = await Promise.all([siteOrigin(), currentActor()])
  const document = openApiDocument(origin)
  return (
    <OpenFrame current="developers" path="/developers">
      <div className="mx-auto max-w-240">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div>
            <h1 className="font-semibold text-3xl phone:text-2xl">Developers</h1>
            <p className="mt-2 max-w-[60ch] text-lg text-text-2 leading-6">
              Read scenes, generate images and fetch them from a program of yours, over plain HTTPS and JSON. Everything below runs against this installation.
            </p>
          </div>
          <div className="flex gap-2">
            <LinkButton href={`${API_PATH}/openapi.json` as Route} prefetch={false}>
              OpenAPI
            </LinkButton>
            {actor.kind === 'user' ? (
              <LinkButton href={'/team/api' as Route} variant="primary">
                Make a token
              </LinkButton>
            ) : null}
          </div>
        </div>
        <nav aria-label="On this page" className="mt-6 flex flex-wrap gap-x-5 gap-y-1 border-line border-b pb-3 text-md">
          {SECTIONS.map(({ id, title }) => (
            <a key={id} href={`#${id}`} className="text-text-2 underline-offset-2 hover:text-text hover:underline phone:py-2">
              {title}
            </a>
          ))}
        </nav>

        <Section id="start">
          <p className="max-w-[70ch] text-text-2">
            Make a token for your team, put it into <Mono>MAQUETTE_TOKEN</Mono> and run one of these. Both take your latest scene, generate a draft of it, wait
            and save the picture. The one for the shell needs <Mono>jq</Mono>.
          </p>
          <CodeTabs
            label="First image"
            examples={[
              { value: 'js', label: 'JavaScript', text: firstImageJs(origin) },
              { value: 'curl', label: 'curl', text: firstImageCurl(origin) },
            ]}
          />
          <p className="max-w-[70ch] text-text-2">
            No browser takes a picture of the canvas here, so the server draws the frozen scene itself, as a plain draft, before the engine begins. Everything
            else is as if somebody had pressed Generate: it stands in History, counts in usage and keeps to budgets.
          </p>
          <h3 className="font-semibold text-lg">A reference</h3>
          <Code label="Upload a reference" text={uploadCurl(origin)} />
        </Section>

        <Section id="tokens">
          <p className="max-w-[70ch] text-text-2">
            Every request carries <Mono>Authorization: Bearer mqt_…</Mono>. A token acts as whoever made it, in one team, within its scopes; owners and admins
            make and revoke them on the API page of the team. Cookies count for nothing here, and browsers on other sites are not let in: keep tokens on
            servers.
          </p>
          <dl className="flex flex-col gap-2">
            {API_SCOPES.map((scope) => (
              <Row key={scope} name={scope}>
                {API_SCOPE_WORDS[scope].note}
              </Row>
            ))}
          </dl>
        </Section>

        <Section id="reference">
          <p className="max-w-[70ch] text-text-2">
            Below <Mono>{`${origin}${API_PATH}`}</Mono>. Lists come in pages: give <Mono>nextCursor</Mono> back as <Mono>cursor</Mono>. Times are ISO 8601 in
            UTC, money is in millionths of a US dollar. New fields may appear in answers.
          </p>
          <div className="overflow-hidden rounded-md border border-line bg-panel">
            {Object.entries(document.paths).flatMap(([path, methods]) =>
              Object.entries(methods).map(([method, operation]) => (
                <Operation key={operation.operationId} method={method} path={path} operation={operation} document={document} />
              )),
            )}
          </div>
        </Section>

        <Section id="webhooks">
          <p className="max-w-[70ch] text-text-2">
            Add the address of your server on the API page of the team. It is told by a POST with ids and states, signed by the{' '}
            <a
              href="https://www.standardwebhooks.com"
              rel="noreferrer"
              className="text-text underline decoration-line-2 underline-offset-2 hover:decoration-text"
            >
              Standard Webhooks
            </a>{' '}
            specification. Anything but a 2xx within 10 seconds is sent again after 5 seconds, a minute, 10 minutes, an hour and 6 hours; one that nothing
            reaches for 3 days is switched off. Messages may come twice and in another order.
          </p>
          <dl className="flex flex-col gap-2">
            {WEBHOOK_EVENTS.map((event) => (
              <Row key={event} name={event}>
                {WEBHOOK_EVENT_WORDS[event]}
              </Row>
            ))}
          </dl>
          <Code label="Receive a webhook" text={receiverJs()} />
        </Section>

        <Section id="errors">
          <p className="max-w-[70ch] text-text-2">
            Every refusal has the same form: <Mono>{'{ "error": { "code", "message", "fields", "requestId" } }'}</Mono>. Programs go by the code, people by the
            message.
          </p>
          <dl className="flex flex-col gap-2">
            {Object.entries(HTTP_STATUS)
              .flatMap(([code, status]) => {
                const words = ERROR_WORDS[code as keyof typeof HTTP_STATUS]
                return words ? [{ code, status, words }] : []
              })
              .toSorted((a, b) => a.status - b.status)
              .map(({ code, status, words }) => (
                <Row key={code} name={`${status} ${code}`}>
                  {words}
                </Row>
              ))}
          </dl>
        </Section>

        <Section id="limits">
          <p className="max-w-[70ch] text-text-2">
            A token may ask 300 times a minute, of which 60 times to change something. <Mono>RateLimit-Policy</Mono> and <Mono>RateLimit</Mono> say what is
            left, and <Mono>Retry-After</Mono> when to come back.
          </p>
          <p className="max-w-[70ch] text-text-2">
            Send an <Mono>Idempotency-Key</Mono> with every POST, such as a UUID. When the line breaks, send the same request with the same key again: within 24
            hours it gets the same answer, and the work is not done twice. The same key with another request is refused with 422, and while the first is at work
            with 409.
          </p>
        </Section>
      </div>
    </OpenFrame>
  )
}

function Section({ id, children }: { id: (typeof SECTIONS)[number]['id']; children: React.ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-10 flex flex-col gap-4">
      <h2 id={id} className="scroll-mt-6 font-semibold text-2xl">
        {SECTIONS.find((section) => section.id === id)?.title}
      </h2>
      {children}
    </section>
  )
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <div className="grid grid-cols-[220px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1">
      <dt className="font-mono text-sm">{name}</dt>
      <dd className="text-md text-text-2">
        <Words>{children}</Words>
      </dd>
    </div>
  )
}
