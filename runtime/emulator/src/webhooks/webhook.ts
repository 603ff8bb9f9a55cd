import type { WebhookParams } from './signature.ts'

/** A webhook to send. `json` takes the place of `params`: it is sent as a signed JSON body. */
export interface Webhook {
  url: string
  authToken: string
  params: WebhookParams
  json?: unknown
  method?: 'GET' | 'POST' | undefined
  /** Sends a signature that doesn't fit. */
  badSignature?: boolean | undefined
  /** The same for every copy and retry of one event. */
  idempotencyToken?: string | undefined
  fallbackUrl?: string | undefined
}
