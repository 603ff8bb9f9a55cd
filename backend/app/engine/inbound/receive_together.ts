import { segmentsOf } from '@soniarose/messaging'
import type { EngineClient } from '../pool.ts'
import { startByEvent } from '../start_by_event.ts'
import { agrees } from './confirm_opt_in.ts'
import { keywordEvent, keywordOf } from './keyword_event.ts'
import type { InboundText } from './store_inbound.ts'
import { FIND, FROM, STORE_TEXTS, TEXTS, type FoundRow } from './together_sql.ts'

/** What came of several texts. */
export interface ReceivedTogether {
  /** Nothing was done about these: each is to be received alone. */
  left: InboundText[]
  /** Runs that go on or begin. Ring `runs` after the commit where it is above 0. */
  runs: number
}

/** A text whose contact is held, and the run that it belongs to, if any. */
interface Found {
  text: InboundText
  row: FoundRow
  contactId: string
}

/**
 * Takes in several texts in the caller's transaction, as `receiveInbound` would one after the other, in two statements
 * for all of them. It takes nothing that says STOP, START or HELP, no MMS, and one text a contact. What would have to
 * wait for somebody else's lock, or needs a closer look, is left.
 * @param texts plain ones, each of another contact
 */
export async function receiveTogether(client: EngineClient, texts: readonly InboundText[]): Promise<ReceivedTogether> {
  const found = await find(client, texts)
  const stored = await store(client, found)
  const starting = stored.filter(({ row }) => row.starts)
  const started = await startByEvent(
    client,
    starting.map(({ text, contactId }) => keywordEvent(text, contactId)),
  )
  const taken = new Set(found.map(({ text }) => text))
  const settled = stored.filter(({ row }) => row.run_id !== null).length
  return { left: texts.filter((text) => !taken.has(text)), runs: settled + started }
}

/** The texts whose contact and run could be locked, and that have nothing to say about a permission. */
async function find(client: EngineClient, texts: readonly InboundText[]): Promise<Found[]> {
  const from = texts.map(({ workspaceId, senderId, from: phone, body }, index) => ({
    ...{ index, workspaceId, senderId, phone },
    keyword: keywordOf(body),
  }))
  const { rows } = await client.query<FoundRow>({ ...FIND, values: [FROM.encode(from)] })
  return rows.flatMap((row) => {
    const text = texts[row.index]
    if (text === undefined || row.contact_id === null || row.opt_in_status === 'opted_out' || row.blocked) return []
    if (row.opt_in_status === 'pending' && agrees(text.body)) return []
    return row.run_id !== null && !row.held ? [] : [{ text, row, contactId: row.contact_id }]
  })
}

/** @returns those that had not been stored before */
async function store(client: EngineClient, found: readonly Found[]): Promise<Found[]> {
  if (found.length === 0) return []
  const rows = found.map(({ text, row, contactId }) => ({
    ...{ index: row.index, now: Math.round(row.now), contactId, runId: row.run_id, waits: row.waits },
    ...{ workspaceId: text.workspaceId, senderId: text.senderId, sid: text.messageSid, from: text.from, to: text.to },
    ...{ body: text.body, segments: segmentsOf(text.body) },
  }))
  const stored = await client.query<{ index: number }>({ ...STORE_TEXTS, values: [TEXTS.encode(rows)] })
  const fresh = new Set(stored.rows.map((row) => row.index))
  return found.filter(({ row }) => fresh.has(row.index))
}
