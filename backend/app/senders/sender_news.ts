import pg from 'pg'
import type { Db } from '#app/core/db'

const CHANNEL = 'soniarose_senders'
const TRY_AGAIN_MS = 1_000

/** Tells every worker that what it has read of a sender is old. In a transaction, it is told at the commit. */
export async function tellSenderChanged(db: Db, senderId: string): Promise<void> {
  await db.query('SELECT pg_notify($1, $2)', [CHANNEL, senderId])
}

/**
 * Hears of changed senders until it is stopped. While the connection was lost, anything may have changed.
 * @param changed gets the sender's id; undefined: any of them
 */
export function hearOfSenders(databaseUrl: string, changed: (senderId?: string) => void): { stop(): Promise<void> } {
  let stopped = false
  let current: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: 'soniarose senders',
    })
    current = client
    const again = (): void => {
      if (current !== client) return
      current = null
      client.end().catch(() => undefined)
      if (!stopped) timer = setTimeout(() => void listen(), TRY_AGAIN_MS).unref()
    }
    client.on('error', again)
    client.on('end', again)
    client.on('notification', (notice) => changed(notice.payload))
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      changed()
    } catch {
      // The database is away; `again` tries every second until it is back.
      again()
    }
  }
  void listen()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      const client = current
      current = null
      await client?.end().catch(() => undefined)
    },
  }
}
