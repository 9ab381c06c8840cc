import 'server-only'
import { randomBytes } from 'node:crypto'
import { Inngest } from 'inngest'
import { usesInngest } from '@/lib/platform/env'
import { embeddedFetch } from './embedded/embedded-fetch'
import { sdkLog } from './sdk-log'

/**
 * The one Inngest client. With a real Inngest configured it reads its keys and addresses from the INNGEST_* settings.
 * With the embedded executor there is no server to talk to: events go straight into Postgres (`fetch`), and since the
 * executor calls the functions inside this very process, a key made up at every start is all that signing needs.
 */
export const inngest = usesInngest()
  ? new Inngest({ id: 'maquette', logger: sdkLog })
  : new Inngest({
      id: 'maquette',
      logger: sdkLog,
      isDev: false,
      // Reserved for "no such host" (RFC 6761), so a call that slips past `fetch` cannot leave the machine.
      baseUrl: 'http://embedded.invalid',
      eventKey: 'embedded',
      signingKey: randomBytes(32).toString('hex'),
      fetch: embeddedFetch,
    })
