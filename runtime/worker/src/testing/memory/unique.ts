import type { MemoryDatabase } from './memory_database.ts'
import type { Change, MessageRow, RunRow } from './rows.ts'
import { UniqueViolation } from './table.ts'

/** The unique indexes of the real tables. @throws UniqueViolation when a change breaks one of them */
export function checkUnique(database: MemoryDatabase, change: Change): void {
  if (change.after === null) return
  switch (change.table) {
    case 'messages':
      return checkMessage(database, change.after)
    case 'runs':
      return change.before === null ? checkRun(database, change.after) : undefined
    case 'attempts': {
      const { id, messageId, number } = change.after
      return refuseOther(
        database.attempts.rows(),
        id,
        (row) => row.messageId === messageId && row.number === number,
        'attempts_message_number',
      )
    }
    case 'effects': {
      if (change.before !== null) return undefined
      const { id, runId, stepSeq } = change.after
      return refuseOther(
        database.effects.rows(),
        id,
        (row) => row.runId === runId && row.stepSeq === stepSeq,
        'effects_run_step',
      )
    }
    default:
      return undefined
  }
}

function checkMessage(database: MemoryDatabase, message: MessageRow): void {
  const { id, runId, stepSeq, contactId, providerSid, status } = message
  if (runId !== null && stepSeq !== null) {
    refuseOther(database.messages.rows(), id, (row) => row.runId === runId && row.stepSeq === stepSeq, 'messages_step')
  }
  if (providerSid !== null)
    refuseOther(database.messages.rows(), id, (row) => row.providerSid === providerSid, 'messages_sid')
  if (status === 'sending') {
    const isInFlight = (row: MessageRow): boolean => row.contactId === contactId && row.status === 'sending'
    refuseOther(database.messages.rows(), id, isInFlight, 'messages_in_flight')
  }
}

function checkRun(database: MemoryDatabase, { id, workflowId, contactId, entry, triggerKey }: RunRow): void {
  const isSame = (row: RunRow): boolean =>
    row.workflowId === workflowId && row.contactId === contactId && row.entry === entry
  refuseOther(database.runs.rows(), id, isSame, 'runs_entry')
  if (triggerKey === null) return
  refuseOther(
    database.runs.rows(),
    id,
    (row) => row.workflowId === workflowId && row.triggerKey === triggerKey,
    'runs_trigger',
  )
}

function refuseOther<Row extends { id: string }>(
  rows: Iterable<Row>,
  id: string,
  clashes: (row: Row) => boolean,
  constraint: string,
): void {
  for (const row of rows) if (row.id !== id && clashes(row)) throw new UniqueViolation(constraint)
}
