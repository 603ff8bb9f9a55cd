import { createHash } from 'node:crypto'
import type { Db } from '#app/core/db'
import { env } from '#app/core/env'
import { keepInbound } from '#app/media/accept_file'
import { fetchInboundFile, type Carrier } from '#app/media/fetch_inbound_file'
import { addressName } from '#app/media/media_asset'
import { mediaStore } from '#app/media/store'
import { openToken } from '#app/senders/credentials'

/** The files of one inbound MMS, as its signed webhook named them. */
export interface InboundMedia {
  workspaceId: string
  contactId: string
  messageSid: string
  /** `NumMedia`: the links are in the kept webhook. */
  count: number
}

/** A file that is still to be fetched, with all that it takes. */
interface Wanted {
  id: string
  workspace_id: string
  storage_key: string
  file_name: string
  created_at: Date
  message_sid: string
  url: string | null
  account_sid: string | null
  credentials: string | null
  mode: 'sandbox' | 'live'
}

/** After this the carrier is believed to have it no more. */
const GIVE_UP_MS = 24 * 3_600_000
const BATCH = 20
/** Twilio delivers no more in one message. */
const MOST = 10

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** One key for one file of one message, so that it is kept once however often the webhook comes. */
const keyOf = ({ workspaceId, messageSid }: InboundMedia, index: number) =>
  `${workspaceId}/${sha256(`${messageSid}:${index}`)}`

const announced = `
  INSERT INTO media_assets (workspace_id, contact_id, storage_key, file_name, status, origin)
  SELECT $1, $2, f.key, f.name, 'pending', 'inbound' FROM unnest($3::text[], $4::text[]) AS f(key, name)
  ON CONFLICT (storage_key) DO NOTHING`

/**
 * Notes the files of an MMS as still to be fetched. Belongs into the transaction that stores the text, so that no crash
 * loses one; {@link fetchInboundMedia} and the sweep do the rest.
 * @returns the files' ids, in the order of the MMS; the same ones when it is done again
 */
export async function announceInboundMedia(db: Db, inbound: InboundMedia): Promise<string[]> {
  const positions = Array.from({ length: Math.min(inbound.count, MOST) }, (_, position) => position)
  if (positions.length === 0) return []
  const keys = positions.map((position) => keyOf(inbound, position))
  const names = positions.map((position) => `${inbound.messageSid}-${position}`)
  await db.query(announced, [inbound.workspaceId, inbound.contactId, keys, names])
  const rows = await db.query<{ id: string; storage_key: string }>(
    'SELECT id, storage_key FROM media_assets WHERE storage_key = ANY($1)',
    [keys],
  )
  return keys.flatMap((key) => rows.find((row) => row.storage_key === key)?.id ?? [])
}

/** What a pending file needs to be fetched: its link from the kept webhook, the token of the account that it came to. */
const wanted = `
  SELECT m.id, m.workspace_id, m.storage_key, m.file_name, m.created_at, w.mode, f.message_sid,
         e.params ->> ('MediaUrl' || f.position) AS url, s.account_sid, s.credentials
    FROM media_assets m
    JOIN workspaces w ON w.id = m.workspace_id
    CROSS JOIN LATERAL (SELECT split_part(m.file_name, '-', 1) AS message_sid, split_part(m.file_name, '-', 2) AS position) f
    LEFT JOIN webhook_events e ON e.kind = 'message' AND e.event_key = f.message_sid
    LEFT JOIN LATERAL (
      SELECT account_sid, credentials FROM senders WHERE workspace_id = m.workspace_id AND account_sid = e.account_sid LIMIT 1
    ) s ON true
   WHERE m.status = 'pending' AND m.origin = 'inbound' AND (m.id = ANY($1::uuid[]) OR $1 IS NULL AND m.created_at < now() - interval '1 minute')
   ORDER BY m.id LIMIT ${BATCH}`

/**
 * Fetches files that were announced: each with the account's credentials, from the carrier and from nowhere else.
 * @param ids null: all that have waited for more than a minute, which is what a crash or an outage leaves
 * @returns the workspaces in which something changed
 */
export async function fetchInboundMedia(db: Db, ids: readonly string[] | null): Promise<Set<string>> {
  const rows = await db.query<Wanted>(wanted, [ids])
  const changed = new Set<string>()
  for (const row of rows) if (await settle(db, row)) changed.add(row.workspace_id)
  return changed
}

function carrierFor(mode: Wanted['mode']): Carrier {
  const { twilioApiBaseUrl, publicUrl, port } = env()
  const builtIn = mode === 'sandbox' ? [`http://127.0.0.1:${port}/dev/twilio`] : []
  const real = twilioApiBaseUrl === null && mode === 'live' ? ['https://api.twilio.com'] : []
  return { apiBases: [...(twilioApiBaseUrl === null ? [] : [twilioApiBaseUrl]), ...builtIn, ...real], publicUrl }
}

/** Fetches one file and writes down what came of it. False: nothing yet, it is tried again. */
async function settle(db: Db, row: Wanted): Promise<boolean> {
  const { url, message_sid: messageSid, account_sid: accountSid, credentials } = row
  if (url === null || accountSid === null || credentials === null)
    return refuse(db, row, 'The carrier account that this file came to is not here any more.')
  const fetched = await fetchInboundFile(
    { url, messageSid, accountSid, authToken: openToken(credentials) },
    carrierFor(row.mode),
  )
  if (fetched.kind === 'never') return refuse(db, row, fetched.refusal)
  if (fetched.kind === 'file') return keep(db, { row, url, bytes: fetched.bytes })
  if (Date.now() - row.created_at.getTime() < GIVE_UP_MS) return false
  return refuse(db, row, `The file could not be had from the carrier within a day: ${fetched.reason}.`)
}

async function refuse(db: Db, { id }: Wanted, refusal: string): Promise<boolean> {
  await db.query(`UPDATE media_assets SET status = 'refused', refusal = $2 WHERE id = $1 AND status = 'pending'`, [
    id,
    refusal,
  ])
  return true
}

const kept = `
  WITH asset AS (
    UPDATE media_assets SET status = 'ready', file_name = $2, content_type = $3, size_bytes = $4, sha256 = $5, width = $6, height = $7
     WHERE id = $1 AND status = 'pending' RETURNING id, workspace_id)
  UPDATE messages SET media = (
      SELECT jsonb_agg(CASE WHEN file ->> 'url' = $9 THEN file || jsonb_build_object('mediaId', asset.id) ELSE file END ORDER BY position)
        FROM jsonb_array_elements(messages.media) WITH ORDINALITY AS files(file, position))
    FROM asset
   WHERE messages.provider_sid = $8 AND messages.workspace_id = asset.workspace_id AND jsonb_typeof(messages.media) = 'array'`

async function keep(db: Db, { row, url, bytes }: { row: Wanted; url: string; bytes: Buffer }): Promise<boolean> {
  const file = await keepInbound(bytes)
  await (await mediaStore()).put(row.storage_key, file.bytes, file.contentType)
  const name = addressName(row.file_name, file.contentType)
  await db.query(kept, [
    row.id,
    name,
    file.contentType,
    file.bytes.length,
    file.sha256,
    file.width,
    file.height,
    row.message_sid,
    url,
  ])
  return true
}
