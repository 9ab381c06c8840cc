import { createHmac, randomBytes } from 'node:crypto'

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32
const SECRET_PREFIX = 'whsec_'

/** A secret as its owner sees it: `whsec_` and base64. */
export const newWebhookSecret = (): string => SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64')

/**
 * The headers of one attempt, by the specification Standard Webhooks: HMAC-SHA256 over id, time and body, under the bytes of
 * the secret. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @param nowMs The moment of the attempt; receivers refuse what is older than some minutes.
 */
export function signWebhook(secret: string, message: { id: string; body: string; nowMs: number }): Record<string, string> {
  const timestamp = String(Math.floor(message.nowMs / 1000))
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
