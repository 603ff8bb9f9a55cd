import { audit } from '#app/core/audit'
import type { Actor } from '#app/core/auth/actor'
import { transaction, type Tx } from '#app/core/db'
import { mediaStore } from '#app/media/store'
import type { HttpContext } from '@adonisjs/core/http'

interface Person {
  phone: string
  message_sids: string[]
  call_sids: string[]
  files: string[]
}

const read = `
  SELECT phone,
    ARRAY(SELECT provider_sid FROM messages WHERE contact_id = c.id AND provider_sid IS NOT NULL) AS message_sids,
    ARRAY(SELECT call_sid FROM call_logs WHERE contact_id = c.id) AS call_sids,
    ARRAY(SELECT storage_key FROM media_assets WHERE contact_id = c.id) AS files
  FROM contacts c WHERE workspace_id = $1 AND id = $2 FOR UPDATE`

// The raw webhooks by the keys that they have, so that no table has to be read whole.
const forgetWebhooks = `
  DELETE FROM webhook_events w USING (
    SELECT 'message' AS kind, sid AS key FROM unnest($2::text[]) sid
    UNION ALL SELECT 'status', sid || ':' || status || ':' || code
      FROM unnest($2::text[]) sid
      CROSS JOIN unnest('{accepted,scheduled,queued,sending,sent,delivered,undelivered,failed,canceled,read,partially_delivered}'::text[]) status
      CROSS JOIN LATERAL (SELECT '' AS code UNION SELECT m.error_code::text FROM messages m
        WHERE m.provider_sid = sid AND m.error_code IS NOT NULL) codes
    UNION ALL SELECT 'voice', sid || ':' || status || ':' || sequence
      FROM unnest($3::text[]) sid
      CROSS JOIN unnest('{initiated,queued,ringing,in-progress,completed,busy,failed,no-answer,canceled}'::text[]) status
      CROSS JOIN unnest('{"",0,1,2,3,4,5,6,7,8,9}'::text[]) sequence
  ) gone
  WHERE w.kind = gone.kind AND w.event_key = gone.key AND w.workspace_id = $1`

// By the provider's own ids, which say nothing of the person. A removed sender's account is most likely the default one's.
const eraseAtProvider = `
  INSERT INTO provider_erasures (message_sid, workspace_id, account_sid)
  SELECT m.provider_sid, m.workspace_id, s.account_sid
    FROM messages m
    JOIN LATERAL (
      SELECT account_sid FROM senders s WHERE s.workspace_id = m.workspace_id ORDER BY s.id = m.sender_id DESC NULLS LAST, s.is_default DESC LIMIT 1
    ) s ON true
   WHERE m.contact_id = $1 AND m.provider_sid IS NOT NULL
  ON CONFLICT DO NOTHING`

const forgetEvents = 'DELETE FROM compliance_events WHERE workspace_id = $1 AND phone = $2 AND contact_id IS NULL'
const forgetAnswers = `DELETE FROM idempotency_keys WHERE workspace_id = $1 AND (body ->> 'id' = $2 OR body ->> 'phone' = $3)`
// Findings of nightly comparisons name the numbers that they are about.
const forgetFindings = `
  UPDATE ledger_reports l SET report = jsonb_set(l.report, '{findings}', (
    SELECT coalesce(jsonb_agg(f), '[]') FROM jsonb_array_elements(l.report -> 'findings') f WHERE f ->> 'to' <> $2))
  WHERE l.workspace_id = $1 AND l.report -> 'findings' @> jsonb_build_array(jsonb_build_object('to', $2::text))`
const forgetLooks = `DELETE FROM reconciliations r USING messages m WHERE m.contact_id = $1 AND r.message_id = m.id`

/**
 * Erases a person: the contact with all that hangs on it, the raw webhooks, kept answers and files, and by a job of its
 * own (`eraseTurn`) their texts at the provider. An opt-out of the
 * number stays on the suppression list, so that a later import texts nobody who has said no (GDPR Art. 17(3)).
 * @returns false when there is no such contact
 */
export async function eraseContact(contactId: string, who: { actor: Actor; http: HttpContext }): Promise<boolean> {
  const files = await transaction((tx) => erase(tx, contactId, who))
  if (files === null) return false
  const store = await mediaStore()
  // What fails is found by the sweep of files that no row names.
  await Promise.allSettled(files.map((key) => store.remove(key)))
  return true
}

async function erase(tx: Tx, contactId: string, who: { actor: Actor; http: HttpContext }): Promise<string[] | null> {
  const { workspaceId } = who.actor
  const [person] = await tx.query<Person>(read, [workspaceId, contactId])
  if (person === undefined) return null
  await tx.query(forgetWebhooks, [workspaceId, person.message_sids, person.call_sids])
  await tx.query(forgetEvents, [workspaceId, person.phone])
  await tx.query(forgetAnswers, [workspaceId, contactId, person.phone])
  await tx.query(forgetFindings, [workspaceId, person.phone])
  await tx.query(forgetLooks, [contactId])
  await tx.query(eraseAtProvider, [contactId])
  await tx.query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', [workspaceId, contactId])
  await audit(tx, who, { action: 'contact.erase', kind: 'contact', id: contactId })
  return person.files
}
