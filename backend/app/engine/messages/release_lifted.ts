/**
 * What a freeze or a pause holds goes on when that is lifted (triggers of the tables, at once); this takes the portions
 * that were left, and whatever was claimed in the very moment of the lifting. By the holder's id: as long as nothing is
 * held, or what holds still stands, a look costs one probe for each workspace, paused workflow and paused sender.
 */
export const RELEASE_LIFTED = {
  name: 'release_lifted',
  text: `
    SELECT release_held(h.id) FROM (
      SELECT w.id FROM workspaces w WHERE w.frozen_at IS NULL
      UNION ALL SELECT f.id FROM workflows f WHERE f.status <> 'paused'
      UNION ALL SELECT s.id FROM senders s WHERE s.paused_at IS NULL
    ) h
    WHERE EXISTS (SELECT FROM messages WHERE status = 'held' AND send_after IS NULL AND held_by IS NOT NULL)
      AND EXISTS (SELECT FROM messages m WHERE m.held_by = h.id AND m.status = 'held' AND m.send_after IS NULL OFFSET 0)`,
}
