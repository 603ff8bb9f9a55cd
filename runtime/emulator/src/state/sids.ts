import { randomUUID } from 'node:crypto'

/** A new Twilio identifier: two capital letters and 32 hex digits. */
export function newSid(prefix: string): string {
  return prefix + randomUUID().replaceAll('-', '')
}
