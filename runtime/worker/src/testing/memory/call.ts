import type { Session } from '../environment.ts'
import type { MemoryDatabase } from './memory_database.ts'
import type { MemoryTransaction } from './memory_transaction.ts'

/** One round trip: the request, the database's work, the answer. An error is an answer, too. */
export async function call<Value>(
  session: Session,
  operation: string,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  await session.request(operation)
  let value: Value
  try {
    value = await work()
  } catch (error) {
    await session.reply(operation)
    throw error
  }
  await session.reply(operation)
  return value
}

/** A statement or a whole transaction of its own; whatever goes wrong, it is over afterwards. */
export function ownTransaction<Value>(
  { database, session }: { database: MemoryDatabase; session: Session },
  operation: string,
  work: (transaction: MemoryTransaction) => Value | Promise<Value>,
): Promise<Value> {
  return call(session, operation, async () => {
    const transaction = database.begin(session)
    try {
      return await work(transaction)
    } finally {
      transaction.rollback()
    }
  })
}

/** A round trip inside an open transaction: a connection that breaks takes the transaction with it. */
export async function within<Value>(
  transaction: MemoryTransaction,
  operation: string,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await call(transaction.session, operation, () => {
      transaction.touch()
      return work()
    })
  } catch (error) {
    transaction.rollback()
    throw error
  }
}

/** The last round trip of a transaction: when it fails, the commit may still be on its way. */
export async function committing<Value>(
  transaction: MemoryTransaction,
  operation: string,
  work: () => Value,
): Promise<Value> {
  let hasArrived = false
  try {
    return await call(transaction.session, operation, () => {
      hasArrived = true
      return transaction.commit(work)
    })
  } catch (error) {
    const lag = hasArrived ? null : (transaction.session.straggles?.(operation) ?? null)
    if (lag === null) transaction.rollback()
    else transaction.commitLater(lag, work)
    throw error
  }
}
