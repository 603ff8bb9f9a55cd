import type { World } from '../world.ts'
import type { Webhook } from './webhook.ts'
import type { WebhookResult } from './webhook_client.ts'

/** A webhook in the name of an account. `purpose` and `sid` are for the event log. */
export interface AccountWebhook extends Omit<Webhook, 'authToken'> {
  accountSid: string
  purpose: string
  sid: string
}

/** Signs with the account's token, sends, and writes what came of it into the event log. Never rejects. */
export async function sendWebhook(world: World, webhook: AccountWebhook): Promise<WebhookResult> {
  const authToken = world.accounts.get(webhook.accountSid)?.authToken ?? ''
  const result = await world.webhooks.send({ ...webhook, authToken })
  world.events.add(result.error === null ? 'webhook' : 'webhook_failed', webhook.sid, {
    purpose: webhook.purpose,
    url: result.url,
    status: result.status,
    tries: result.tries,
    error: result.error,
    reason: result.reason,
  })
  return result
}
