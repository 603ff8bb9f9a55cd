/** Twilio's outbound message statuses. */
export type ProviderStatus =
  | 'scheduled' | 'accepted' | 'queued' | 'sending' | 'sent'
  | 'delivered' | 'undelivered' | 'failed' | 'canceled' | 'read' | 'partially_delivered'

/** Merges two statuses of one message, in whatever order they came. */
export function mergeStatus(a: ProviderStatus, b: ProviderStatus): ProviderStatus {
  return a > b ? a : b
}
