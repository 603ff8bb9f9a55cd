import type pg from 'pg'
import { applyStatus } from '#app/engine/apply_status'
import { inTransaction } from '#app/engine/transaction'
import type { ListedMessage } from '../listed_message.ts'
import type { ProviderReader } from '../provider_reader.ts'
import { compareLedgers, type Finding, type FindingKind, type OurText } from './compare_ledgers.ts'

export interface LedgerSpan {
  workspaceId: string
  /** On the workspace's clock. */
  from: Date
  to: Date
}

export interface LedgerReport {
  from: string
  to: string
  /** Texts of ours, and of the provider's, that were compared. */
  ours: number
  theirs: number
  counts: Record<FindingKind, number>
  /** The first of them. */
  findings: Finding[]
  /** False: one side has more texts than a comparison takes, so that nothing is called missing. */
  complete: boolean
}

/** More texts than this in a span are compared in smaller spans. */
const MOST_TEXTS = 20_000
const MOST_FINDINGS = 1_000
/** A list may lag behind by minutes: each of so many is asked for by its SID before it is called missing. */
const MOST_ASKED = 50

interface AccountRow {
  account_sid: string
  sender_id: string
  addresses: string[]
  mode: 'sandbox' | 'live'
}

const ACCOUNTS = `
  SELECT s.account_sid, (array_agg(s.id))[1] AS sender_id, w.mode,
    array_agg(coalesce(s.phone, '')) || array_agg(coalesce(s.messaging_service_sid, '')) AS addresses
  FROM senders s JOIN workspaces w ON w.id = s.workspace_id
  WHERE s.workspace_id = $1 GROUP BY s.account_sid, w.mode`

const OURS = `
  SELECT id, provider_sid AS sid, status, to_address AS "to", body, segments, price::float8 AS price,
    extract(epoch FROM sent_at)::float8 * 1000 AS "sentAt"
  FROM messages
  WHERE workspace_id = $1 AND direction = 'outbound' AND provider_sid IS NOT NULL AND sent_at >= $2 AND sent_at < $3
  ORDER BY id DESC LIMIT $4`

const BY_SID = `
  SELECT id, provider_sid AS sid, status, to_address AS "to", body, segments, price::float8 AS price,
    extract(epoch FROM sent_at)::float8 * 1000 AS "sentAt"
  FROM messages WHERE workspace_id = $1 AND provider_sid = ANY($2::text[]) AND direction = 'outbound'`

const ERASED =
  'SELECT message_sid AS sid FROM provider_erasures WHERE workspace_id = $1 AND message_sid = ANY($2::text[])'

/** Texts of people who were erased here, and that the carrier is yet to delete: a report must not name their numbers again. */
async function withoutErased(
  pool: pg.Pool,
  workspaceId: string,
  listed: readonly ListedMessage[],
): Promise<ListedMessage[]> {
  const { rows } = await pool.query<{ sid: string }>(ERASED, [workspaceId, listed.map((text) => text.sid)])
  const erased = new Set(rows.map((row) => row.sid))
  return listed.filter((text) => !erased.has(text.sid))
}

export type MatchLedger = { ok: true; report: LedgerReport } | { ok: false; error: 'provider_unreachable' }

/**
 * Compares what we say we sent with what the provider says it sent.
 * @param repair applies the provider's newer statuses and notes prices; without it, nothing is changed
 */
export async function matchLedger(
  { pool, provider }: { pool: pg.Pool; provider: ProviderReader },
  span: LedgerSpan,
  repair: boolean,
): Promise<MatchLedger> {
  const { rows: ours } = await pool.query<OurText>(OURS, [span.workspaceId, span.from, span.to, MOST_TEXTS])
  const listed = await listAll({ pool, provider }, span)
  if (listed === null) return { ok: false, error: 'provider_unreachable' }
  const complete = ours.length < MOST_TEXTS && listed.complete
  const theirs = await withoutErased(pool, span.workspaceId, listed.texts)
  const known = [...ours, ...(await beyond(pool, span.workspaceId, { ours, listed: theirs }))]
  const found = compareLedgers({ ours: known, theirs })
  const findings = await confirmMissing(
    { provider, senders: listed.senders },
    complete ? found : found.filter((each) => each.kind !== 'missing'),
  )
  if (repair) await mend(pool, span.workspaceId, { known, theirs })
  const report = {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    ours: ours.length,
    theirs: theirs.length,
    counts: countKinds(findings),
    findings: findings.slice(0, MOST_FINDINGS),
    complete,
  }
  return { ok: true, report }
}

interface Listed {
  texts: ListedMessage[]
  senders: string[]
  complete: boolean
}

async function listAll(
  { pool, provider }: { pool: pg.Pool; provider: ProviderReader },
  span: LedgerSpan,
): Promise<Listed | null> {
  const { rows: accounts } = await pool.query<AccountRow>(ACCOUNTS, [span.workspaceId])
  const texts: ListedMessage[] = []
  let complete = true
  for (const account of accounts) {
    // A sandbox's clock is its own; its carrier's dates may be of either.
    const asked = { span: account.mode === 'live' ? span : null, limit: MOST_TEXTS }
    const listed = await provider.sent(account.sender_id, asked)
    if (listed === null) return null
    if (listed.length >= MOST_TEXTS) complete = false
    // Other programs may share the account: theirs are none of our business.
    const own = new Set(account.addresses.filter((address) => address !== ''))
    texts.push(
      ...listed.filter(
        (text) => !text.inbound && (own.has(text.from ?? '') || own.has(text.messagingServiceSid ?? '')),
      ),
    )
  }
  return { texts, senders: accounts.map((account) => account.sender_id), complete }
}

/** Texts of ours that the provider lists in the span and we note as sent outside of it. */
async function beyond(
  pool: pg.Pool,
  workspaceId: string,
  { ours, listed }: { ours: readonly OurText[]; listed: readonly ListedMessage[] },
): Promise<OurText[]> {
  const known = new Set(ours.map((text) => text.sid))
  const asked = listed.map((text) => text.sid).filter((sid) => !known.has(sid))
  if (asked.length === 0) return []
  return (await pool.query<OurText>(BY_SID, [workspaceId, asked])).rows
}

async function confirmMissing(
  { provider, senders }: { provider: ProviderReader; senders: readonly string[] },
  findings: readonly Finding[],
): Promise<Finding[]> {
  const [senderId] = senders
  const suspects = findings.filter((finding) => finding.kind === 'missing')
  if (suspects.length === 0 || senderId === undefined) return [...findings]
  const there = new Set<string>()
  for (const { sid } of suspects.slice(0, MOST_ASKED)) {
    const one = await provider.one(senderId, sid)
    if (one !== null && one !== 'absent') there.add(sid)
  }
  return findings.filter((finding) => finding.kind !== 'missing' || !there.has(finding.sid))
}

const PRICES = `
  UPDATE messages m SET price = x.price FROM json_to_recordset($2::json) AS x(sid text, price numeric)
  WHERE m.provider_sid = x.sid AND m.workspace_id = $1 AND m.price IS DISTINCT FROM x.price`

async function mend(
  pool: pg.Pool,
  workspaceId: string,
  { known, theirs }: { known: readonly OurText[]; theirs: readonly ListedMessage[] },
): Promise<void> {
  const ours = new Map(known.map((text) => [text.sid, text]))
  const priced = theirs
    .filter((text) => text.price !== null && ours.has(text.sid))
    .map(({ sid, price }) => ({ sid, price }))
  if (priced.length > 0) await pool.query(PRICES, [workspaceId, JSON.stringify(priced)])
  const behind = new Set(
    compareLedgers({ ours: known, theirs }).flatMap(({ kind, sid }) => (kind === 'status_drift' ? [sid] : [])),
  )
  for (const { sid, status, errorCode } of theirs.filter((text) => behind.has(text.sid))) {
    await inTransaction(pool, (client) =>
      applyStatus(client, { workspaceIds: [workspaceId], messageSid: sid, attemptId: null, status, errorCode }),
    )
  }
}

function countKinds(findings: readonly Finding[]): Record<FindingKind, number> {
  const counts = { ghost: 0, duplicate: 0, missing: 0, status_drift: 0, price_drift: 0, segment_drift: 0 }
  for (const { kind } of findings) counts[kind] += 1
  return counts
}
