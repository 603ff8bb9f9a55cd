import { setTimeout as sleep } from 'node:timers/promises'
import { transaction, type Db, type Tx } from '#app/core/db'
import { cancelPortion } from '#app/runs/many/cancel_portion'
import { nextFitting, type Question, type Verb } from '#app/runs/many/choose'
import type { Refusal } from '#app/runs/many/refusal'
import { retryPortion } from '#app/runs/many/retry_portion'

/** Runs of one transaction: few enough that nobody who wants one of them waits long. */
const PORTION = 500
/** Looks at what somebody else held before it is called busy. */
const TRIES = 4
const BETWEEN_TRIES_MS = 60
/** After this long the caller is answered and asks for the rest itself. */
const ANSWER_WITHIN_MS = 5_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export interface WorkedOff {
  done: number
  refused: Map<string, Refusal>
  /** The last run that was looked at, where there are more; null: all have been. */
  cursor: string | null
}

interface Order {
  workspaceId: string
  verb: Verb
  /** Notes a portion, in its transaction. */
  note: (tx: Tx, portion: { done: number; notDone: number }) => Promise<void>
}

const PORTIONS = { retry: retryPortion, cancel: cancelPortion }

/** Works a list of runs off, portion by portion. */
export async function workOffIds(order: Order, ids: readonly string[]): Promise<WorkedOff> {
  const all: WorkedOff = { done: 0, refused: new Map(), cursor: null }
  for (let at = 0; at < ids.length; at += PORTION) add(all, await workOff(order, ids.slice(at, at + PORTION)))
  return all
}

/** Works off what fits a filter, portion by portion, for as long as an answer may take. */
export async function workOffFilter(
  db: Db,
  order: Order & Question,
  { cursor }: { cursor: string | null },
): Promise<WorkedOff> {
  const all: WorkedOff = { done: 0, refused: new Map(), cursor: cursor ?? FIRST_ID }
  const begun = performance.now()
  while (all.cursor !== null && performance.now() - begun < ANSWER_WITHIN_MS) {
    const ids = await nextFitting(db, order, { after: all.cursor, limit: PORTION })
    if (ids.length > 0) add(all, await workOff(order, ids))
    all.cursor = ids.length < PORTION ? null : (ids.at(-1) ?? null)
  }
  return all
}

function add(all: WorkedOff, { done, refused }: Pick<WorkedOff, 'done' | 'refused'>): void {
  all.done += done
  for (const [id, reason] of refused) all.refused.set(id, reason)
}

async function workOff({ workspaceId, verb, note }: Order, ids: readonly string[]) {
  const refused = new Map<string, Refusal>()
  let done = 0
  let wanted = ids
  for (let tries = 1; wanted.length > 0; tries++) {
    const left = await transaction(async (tx) => {
      const not = await PORTIONS[verb](tx.client, workspaceId, wanted)
      const portion = { done: wanted.length - not.size, notDone: not.size }
      if (portion.done > 0) await note(tx, portion)
      return not
    })
    done += wanted.length - left.size
    const busy = tries < TRIES ? [...left].filter(([, reason]) => reason === 'busy').map(([id]) => id) : []
    for (const [id, reason] of left) if (!busy.includes(id)) refused.set(id, reason)
    wanted = busy
    if (wanted.length > 0) await sleep(BETWEEN_TRIES_MS)
  }
  return { done, refused }
}
