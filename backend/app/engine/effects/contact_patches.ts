import type { ContactWrite, EffectRecord } from '@soniarose/worker'
import type { EngineClient } from '../pool.ts'
import { writeContacts } from '../runs/write_contacts.ts'

/** Contacts before their runs: the order in which a STOP takes them. */
const LOCK_CONTACTS = {
  name: 'lock_contacts_of_effects',
  text: `
    SELECT e.id AS effect_id, e.node_id, e.input ->> 'plugin' AS plugin, r.workflow_id, c.id AS contact_id,
      date_part('epoch', date_trunc('milliseconds', workspace_now(c.workspace_id))) * 1000 AS now
    FROM effects e JOIN runs r ON r.id = e.run_id JOIN contacts c ON c.id = r.contact_id
    WHERE e.id = ANY($1::uuid[]) ORDER BY c.id FOR NO KEY UPDATE OF c`,
}

const NOTE = {
  name: 'note_patches',
  text: `
    INSERT INTO timeline_events (workspace_id, contact_id, kind, summary, data, at)
    SELECT x."workspaceId", x."contactId", 'field_changed', x.summary, x.data, to_timestamp(x.at / 1000)
    FROM json_to_recordset($1::json) AS x("workspaceId" uuid, "contactId" uuid, summary text, data jsonb, at float8)`,
}

/** Whom a call's patch is about, locked. */
interface PatchedContact {
  effect_id: string
  node_id: string
  plugin: string | null
  workflow_id: string
  contact_id: string
  now: number
}

type Locked = ReadonlyMap<string, PatchedContact>

const patchOf = ({ outcome }: EffectRecord) => (outcome.kind === 'done' ? outcome.contactPatch : undefined)

/** Locks the contacts that the calls' results want changed, before anything else is locked. @returns them by call */
export async function lockPatched(client: EngineClient, records: readonly EffectRecord[]): Promise<Locked> {
  const ids = records.filter(patchOf).map(({ effect }) => effect.id)
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<PatchedContact>({ ...LOCK_CONTACTS, values: [ids] })
  return new Map(rows.map((row) => [row.effect_id, row]))
}

/**
 * Writes what plugins want changed of their runs' contacts, with the results of their calls, and says so on the timeline.
 * @returns other runs of the contacts that look at it anew
 */
export async function writePatches(
  client: EngineClient,
  records: readonly EffectRecord[],
  locked: Locked,
): Promise<number> {
  const writes = new Map<string, ContactWrite>()
  const notes: unknown[] = []
  for (const record of records) {
    const patch = patchOf(record)
    const contact = locked.get(record.effect.id)
    if (!patch || !contact) continue
    const { workspaceId, runId } = record.effect
    const { contact_id: contactId, now: at } = contact
    const known = writes.get(contactId)?.patch
    const attributes = { ...known?.attributes, ...patch.attributes }
    writes.set(contactId, {
      ...{ contactId, workspaceId, at, addTags: [], removeTags: [] },
      patch: { ...known, ...patch, attributes },
    })
    const { attributes: own, ...fields } = patch
    const names = [...Object.keys(fields), ...Object.keys(own ?? {})]
    const about = { runId, workflowId: contact.workflow_id, nodeId: contact.node_id, plugin: contact.plugin }
    const summary = `Changed ${names.join(', ')} by the plugin ${contact.plugin}`
    notes.push({ workspaceId, contactId, at, summary, data: { ...fields, ...own, ...about } })
  }
  if (writes.size === 0) return 0
  const runIds = records.map(({ effect }) => effect.runId)
  const woken = await writeContacts(client, [...writes.values()], runIds)
  await client.query({ ...NOTE, values: [JSON.stringify(notes)] })
  return woken
}
