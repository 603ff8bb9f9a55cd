import { isFinalStatus, isProviderStatus } from '@soniarose/messaging'
import type pg from 'pg'
import { applyStatus, type AppliedStatus } from '#app/engine/apply_status'
import { inTransaction } from '#app/engine/transaction'
import { claimLooks, endLooks, noteLooks, postponeLooks, type Look } from './looks.ts'
import type { ProviderReader } from './provider_reader.ts'
import { resolveUnknown } from './resolve_unknown.ts'

export interface ReconcilePorts {
  pool: pg.Pool
  provider: ProviderReader
}

/** What a turn came to. */
export interface Reconciled {
  /** There may be more looks due: the turn took as many as it takes. */
  more: boolean
  /** Texts whose fate is known now, or better known than before. */
  applied: AppliedStatus[]
}

/** Questions to the provider side by side: reconciliation must leave it free for texts. */
const AT_ONCE = 8
const LOOKS_A_TURN = 200

/**
 * One turn: texts of unknown fate are looked for on the provider's list, texts that stay in a status are asked for by
 * their SIDs. Safe to run in several processes, and to repeat: what is found is applied as a callback would be.
 * @param stopping ends the turn after the questions under way; the others are asked again
 * @throws StoreUnavailable
 */
export async function reconcileTurn({ pool, provider }: ReconcilePorts, stopping: AbortSignal): Promise<Reconciled> {
  await noteLooks(pool)
  const looks = await claimLooks(pool, LOOKS_A_TURN)
  const questions = [...contactsOf(looks), ...looks.filter((look) => look.kind === 'stuck').map((look) => [look])]
  const applied: AppliedStatus[] = []
  const lane = async (): Promise<void> => {
    for (let asked = questions.shift(); asked && !stopping.aborted; asked = questions.shift())
      applied.push(...(await ask({ pool, provider }, asked)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  const unasked = questions.flat().map((look) => look.attempt_id)
  if (unasked.length > 0) await postponeLooks(pool, unasked)
  return { more: looks.length === LOOKS_A_TURN, applied }
}

/** Looks for unknown texts, one question a contact. */
function contactsOf(looks: readonly Look[]): Look[][] {
  const groups = new Map<string, Look[]>()
  for (const look of looks) {
    if (look.kind !== 'unknown') continue
    const key = `${look.contact_id} ${look.sender_id}`
    groups.set(key, [...(groups.get(key) ?? []), look])
  }
  return [...groups.values()]
}

async function ask(ports: ReconcilePorts, looks: readonly Look[]): Promise<AppliedStatus[]> {
  const [look] = looks
  if (!look) return []
  const applied = look.kind === 'unknown' ? await askForUnknown(ports, look) : await askForStuck(ports, look)
  if (applied !== null) return applied
  await postponeLooks(
    ports.pool,
    looks.map((each) => each.attempt_id),
  )
  return []
}

async function askForUnknown({ pool, provider }: ReconcilePorts, look: Look): Promise<AppliedStatus[] | null> {
  const listed = await provider.to(look.sender_id, look.to)
  return listed === null ? null : (await resolveUnknown(pool, look, listed)).applied
}

const PRICE = 'UPDATE messages SET price = $2 WHERE provider_sid = $1 AND price IS NULL'

async function askForStuck({ pool, provider }: ReconcilePorts, look: Look): Promise<AppliedStatus[] | null> {
  const sid = look.provider_sid ?? ''
  const found = await provider.one(look.sender_id, sid)
  if (found === null) return null
  // The provider deletes texts when it is told to; nothing more can be learnt of this one.
  if (found === 'absent') {
    await endLooks(pool, [look.attempt_id])
    return []
  }
  const { status, errorCode, price } = found
  const applied = await inTransaction(pool, async (client) => {
    if (price !== null) await client.query(PRICE, [sid, price])
    return applyStatus(client, {
      workspaceIds: [look.workspace_id],
      messageSid: sid,
      attemptId: null,
      status,
      errorCode,
    })
  })
  if (isProviderStatus(status) && isFinalStatus(status)) await endLooks(pool, [look.attempt_id])
  return applied === null ? [] : [applied]
}
