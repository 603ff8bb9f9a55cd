/** What steps of a kind are called in templates (`steps.text_2`), where the kind's own name reads badly. */
const SHORT: Record<string, string> = {
  trigger: 'start',
  send_sms: 'text',
  branch_on_reply: 'reply',
  http_request: 'request',
  start_workflow: 'workflow',
  update_contact: 'update',
  notify_team: 'notify',
}

/** What the id of a new step of this kind begins with; people read it in templates. */
export function idBaseOf(kind: string): string {
  return SHORT[kind] ?? kind
}

/** An id for a new branch of a step: what its label says, in letters that are safe in a handle. */
export function freshBranchId(label: string, taken: ReadonlySet<string>): string {
  const base =
    label
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 40) || 'branch'
  if (!taken.has(base)) return base
  for (let number = 2; ; number += 1) {
    const id = `${base}_${number}`
    if (!taken.has(id)) return id
  }
}
