import { transaction } from '#app/core/db'

/** Takes a sender away. Contacts who knew us by it get another one with their next text. */
export async function removeSender(workspaceId: string, id: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.query('UPDATE contacts SET sender_id = NULL WHERE workspace_id = $1 AND sender_id = $2', [workspaceId, id])
    await tx.query('UPDATE conversations SET sender_id = NULL WHERE workspace_id = $1 AND sender_id = $2', [
      workspaceId,
      id,
    ])
    await tx.query(
      `UPDATE messages SET sender_id = NULL, held_by = nullif(held_by, $2),
         send_after = CASE WHEN held_by = $2 THEN workspace_now($1) ELSE send_after END
       WHERE workspace_id = $1 AND sender_id = $2 AND status IN ('planned', 'held')`,
      [workspaceId, id],
    )
    await tx.query('DELETE FROM senders WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
  })
}
