import type { Db } from '#app/core/db'
import { sandboxEmulator } from '#app/core/server/emulator_mount'
import { rulesOf, type PhoneScript } from '#app/sandbox/phone_scripts'

interface Chosen {
  script: PhoneScript
  /** The rules in the emulator's book. */
  ruleIds: string[]
}

/** What was chosen, by workspace and phone. As short-lived as the emulator itself: both end with the process. */
const chosen = new Map<string, Map<string, Chosen>>()

async function accountsOf(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.query<{ account_sid: string }>(
    'SELECT DISTINCT account_sid FROM senders WHERE workspace_id = $1',
    [workspaceId],
  )
  return rows.map((row) => row.account_sid)
}

/** Sets how texts to a phone of a sandbox fare from now on. False: this process has no emulator. */
export async function setPhoneScript(
  db: Db,
  at: { workspaceId: string; phone: string },
  script: PhoneScript,
): Promise<boolean> {
  const control = sandboxEmulator()
  if (control === null) return false
  const accounts = await accountsOf(db, at.workspaceId)
  const rules = rulesOf({ ...at, accounts }, script)
  for (const { id, rule } of rules) {
    // A rule that is put in place of another would keep its count.
    control.removeRule(id)
    if (rule !== null) control.addRule(rule)
  }
  const phones = chosen.get(at.workspaceId) ?? new Map<string, Chosen>()
  if (script.name === 'delivered') phones.delete(at.phone)
  else phones.set(at.phone, { script, ruleIds: rules.map(({ id }) => id) })
  chosen.set(at.workspaceId, phones)
  return true
}

/** The phones of a sandbox whose texts don't simply arrive, with what happens to them. Null: no emulator here. */
export function phoneScripts(workspaceId: string): { phone: string; script: PhoneScript; used: number }[] | null {
  const control = sandboxEmulator()
  if (control === null) return null
  const used = new Map(control.rules().map((rule) => [rule.id, rule.used]))
  return [...(chosen.get(workspaceId) ?? [])].flatMap(([phone, { script, ruleIds }]) => {
    const uses = ruleIds.reduce((sum, id) => sum + (used.get(id) ?? 0), 0)
    return script.once === true && uses > 0 ? [] : [{ phone, script, used: uses }]
  })
}
