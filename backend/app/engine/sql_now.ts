/**
 * Now on the clock of a row's workspace, in whole milliseconds (rounded down, so that what is due now is due at once).
 * A subquery by primary key rather than a join: a join would let the planner begin with the workspaces.
 * @param row the alias of a row with a `workspace_id`
 */
export function nowOf(row: string): string {
  return `(SELECT date_trunc('milliseconds', clock_timestamp() + w.clock_offset) FROM workspaces w WHERE w.id = ${row}.workspace_id)`
}
