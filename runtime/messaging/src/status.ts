/**
 * Twilio's outbound statuses by rank: callbacks come repeated and in any order, and a status only ever rises. Of two
 * statuses of the end the stronger claim wins: `delivered` is a handset's word.
 */
const RANKS = {
  scheduled: 0,
  accepted: 10,
  queued: 20,
  sending: 30,
  sent: 40,
  canceled: 50,
  failed: 51,
  undelivered: 52,
  partially_delivered: 53,
  delivered: 54,
  read: 60,
} as const

export type ProviderStatus = keyof typeof RANKS

/** Whether a string from outside is a status that we know. */
export function isProviderStatus(value: string): value is ProviderStatus {
  return Object.hasOwn(RANKS, value)
}

/** The rank of a status, for a database that keeps the greatest. */
export function statusRank(status: ProviderStatus): number {
  return RANKS[status]
}

/** Whether nothing more is to come but a stronger word on the same end. */
export function isFinalStatus(status: ProviderStatus): boolean {
  return RANKS[status] >= RANKS.canceled
}

/** Merges two statuses of one message: commutative, associative, idempotent. */
export function mergeStatus(a: ProviderStatus, b: ProviderStatus): ProviderStatus {
  return RANKS[a] >= RANKS[b] ? a : b
}
