import pg from 'pg'

/** Two transactions took texts of one contact at the same moment; the index let one of them through. */
export function isRaced(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'messages_in_flight'
}
