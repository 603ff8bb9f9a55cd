import { countSegments } from '@soniarose/messaging'
import type { EngineClient } from '../pool.ts'
import { startByEvent } from '../start_by_event.ts'
import { agrees } from './confirm_opt_in.ts'
import { keywordEvent } from './keyword_event.ts'
import type { InboundText } from './store_inbound.ts'
import {
  CHOOSE_RUNS,
  FROM,
  LOCK_CONTACTS,
  STORE_TEXTS,
  TEXTS,
  type AskingRow,
  type ContactRow,
} from './together_sql.ts'

/** What came of several texts. */
export interface ReceivedTogether {
  /** Nothing was done about these: each is to be received alone. */
  left: InboundText[]
  /** Runs that go on or begin. Ring `runs` after the commit where it is above 0. */
  runs: number
}

/** A text with what has been found out about it. */
interface Found {
  text: InboundText
  index: number
  contactId: string
  now: number
}

/**
 * Takes in several texts in the caller's transaction, as `receiveInbound` would one after the other, in four statements
 * for all of them. It takes nothing that says STOP, START or HELP, no MMS, and one text a contact. What would have to
 * wait for somebody else's lock, or needs a closer look, is left.
 * @param texts plain ones, each of another contact
 */
export async function receiveTogether(client: EngineClient, texts: readonly InboundText[]): Promise<ReceivedTogether> {
  const found = await findContacts(client, texts)
  const asking = await runsOf(client, found)
  const free = found.filter(({ contactId }) => asking.get(contactId)?.held !== false)
  const stored = await store(client, free, asking)
  const started = await startByEvent(
    client,
    stored.map(({ text, contactId }) => keywordEvent(text, contactId)),
  )
  const settled = stored.filter(({ contactId }) => asking.has(contactId)).length
  const taken = new Set(free.map(({ text }) => text))
  return { left: texts.filter((text) => !taken.has(text)), runs: settled + started }
}

/** The texts whose contact could be locked and has nothing to say about a permission. */
async function findContacts(client: EngineClient, texts: readonly InboundText[]): Promise<Found[]> {
  const from = texts.map(({ workspaceId, senderId, from: phone }, index) => ({ index, workspaceId, senderId, phone }))
  const { rows } = await client.query<ContactRow>({ ...LOCK_CONTACTS, values: [FROM.encode(from)] })
  return rows.flatMap(({ index, id, opt_in_status: status, now }) => {
    const text = texts[index]
    if (text === undefined || id === null || status === 'opted_out') return []
    return status === 'pending' && agrees(text.body) ? [] : [{ text, index, contactId: id, now: Math.round(now) }]
  })
}

async function runsOf(client: EngineClient, found: readonly Found[]): Promise<Map<string, AskingRow>> {
  const contactIds = found.map(({ contactId }) => contactId)
  const { rows } = await client.query<AskingRow>({ ...CHOOSE_RUNS, values: [contactIds] })
  return new Map(rows.map((row) => [row.contact_id, row]))
}

/** @returns those that had not been stored before */
async function store(client: EngineClient, texts: readonly Found[], asking: Map<string, AskingRow>): Promise<Found[]> {
  const rows = texts.map(({ text, index, contactId, now }) => ({
    ...{ index, contactId, now, workspaceId: text.workspaceId, senderId: text.senderId, sid: text.messageSid },
    ...{ from: text.from, to: text.to, body: text.body, segments: countSegments(text.body).segments },
    runId: asking.get(contactId)?.run_id ?? null,
    waits: asking.get(contactId)?.waits ?? null,
  }))
  const stored = await client.query<{ index: number }>({ ...STORE_TEXTS, values: [TEXTS.encode(rows)] })
  const fresh = new Set(stored.rows.map((row) => row.index))
  return texts.filter(({ index }) => fresh.has(index))
}
