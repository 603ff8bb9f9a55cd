import type { Change } from '../../testing/index.ts'
import type { Row, Watch } from './watch.ts'

/** What comes so much after its turn was late when it was claimed: no claim is held for longer. */
const CERTAINLY_LATE_MS = 20_000

type MessageChange = Extract<Change, { table: 'messages' }>

interface Limited {
  sender: Row<'senders'>
  /** As it was before; null: the change is not about it. */
  former: Row<'senders'> | null
  perSecond: number
}

/** A late text of a sender with a rate goes out only by taking a turn of that rate, and no turn is given away twice. */
export class LateRules {
  readonly #watch: Watch
  /** When each workspace's clock was last set forward: a text that was claimed in its turn may look late since. */
  readonly #setForward = new Map<string, number>()

  constructor(watch: Watch) {
    this.#watch = watch
  }

  onCommit(changes: readonly Change[]): void {
    const { database } = this.#watch.world
    for (const { table, after } of changes)
      if (table === 'workspaces' && after) this.#setForward.set(after.id, database.environment.now())
    const texts = changes.filter((change) => change.table === 'messages')
    if (texts.length === 0) return
    for (const sender of database.senders.rows()) {
      if (sender.perSecond === null) continue
      // Each workspace has one sender here.
      const own = texts.filter(({ after }) => after?.workspaceId === sender.workspaceId)
      const change = changes.find((each) => each.table === 'senders' && each.after?.id === sender.id)
      const former = change?.table === 'senders' ? change.before : null
      this.#checkBegun(own, former !== null && sender.lateUntil !== former.lateUntil)
      this.#checkTurns({ sender, former, perSecond: sender.perSecond }, own)
    }
  }

  #checkBegun(own: readonly MessageChange[], hasTakenTurn: boolean): void {
    const { database } = this.#watch.world
    for (const { before, after } of own) {
      if (before?.status !== 'planned' || after?.status !== 'sending' || before.sendAfter === null) continue
      const lateMs = database.now(after.workspaceId) - before.sendAfter
      const heldMs = database.environment.now() - (this.#setForward.get(after.workspaceId) ?? 0)
      this.#watch.demand(
        'a late text keeps to the rate',
        hasTakenTurn || lateMs < CERTAINLY_LATE_MS || heldMs < CERTAINLY_LATE_MS,
        () => `message ${after.id} went out ${lateMs} ms late, beside the rate`,
      )
    }
  }

  #checkTurns({ sender, former, perSecond }: Limited, own: readonly MessageChange[]): void {
    const given = own
      .flatMap(({ before, after }) => (after && after.slottedAt !== (before?.slottedAt ?? null) ? [after] : []))
      .toSorted((a, b) => (a.sendAfter ?? 0) - (b.sendAfter ?? 0))
    let free = former !== null && former.lateSince === sender.lateSince ? (former.lateUntil ?? 0) : 0
    for (const { id, sendAfter, segments } of given) {
      const turn = sendAfter ?? 0
      this.#watch.demand(
        'no turn is given twice',
        turn >= free,
        () => `message ${id} has its turn ${free - turn} ms too early`,
      )
      free = turn + (Math.max(1, segments) * 1_000) / perSecond
    }
  }
}
