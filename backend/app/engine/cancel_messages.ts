import type { EngineClient } from './pool.ts'

/**
 * Cancels texts that are planned or held: of a contact (but not the confirmation that the law allows), or of runs.
 * What is being posted already is not touched.
 * @returns how many
 */
export async function cancelMessages(
  client: EngineClient,
  selection: { contactId: string } | { runIds: readonly string[] },
  reason: string,
): Promise<number> {
  const [by, condition, value] =
    'contactId' in selection
      ? ['contact', `contact_id = $1::uuid AND purpose <> 'confirmation'`, selection.contactId]
      : ['runs', 'run_id = ANY($1::uuid[])', selection.runIds]
  const { rowCount } = await client.query({
    name: `cancel_messages_of_${by}`,
    text: `UPDATE messages SET status = 'canceled', reason = $2, send_after = NULL
     WHERE ${condition} AND status IN ('planned', 'held')`,
    values: [value, reason],
  })
  return rowCount ?? 0
}
