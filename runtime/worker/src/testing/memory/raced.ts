import { StoreUnavailable } from '../../ports/store_unavailable.ts'
import { UniqueViolation } from './table.ts'

/** Two transactions took texts of one contact at the same moment: one of them is tried again. */
export function raced(error: unknown): unknown {
  const isRaced = error instanceof UniqueViolation && error.constraint === 'messages_in_flight'
  return isRaced ? new StoreUnavailable('Another worker sends to one of these contacts.', { cause: error }) : error
}
