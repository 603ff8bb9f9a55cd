import type { Change } from '../../testing/index.ts'
import type { AcceptedText } from '../../testing/doubles/memory_carrier.ts'
import { suppressionId } from '../../testing/memory/due_messages.ts'
import type { Row, Watch } from './watch.ts'

const TAKEN: ReadonlySet<string> = new Set(['queued', 'sent', 'delivered', 'undelivered'])
const FINAL: ReadonlySet<string> = new Set([...TAKEN, 'failed', 'canceled', 'skipped', 'received'])
const EXPLAINED: ReadonlySet<string> = new Set(['unknown', 'skipped', 'canceled', 'held'])

/** What must hold of texts after every commit, and whenever the carrier takes one. */
export class MessageRules {
  readonly #watch: Watch
  /** Attempts whose claim was committed. */
  readonly #claimed = new Set<string>()
  /** Texts that their author had sent again, knowing that they might come twice. */
  readonly #resent = new Map<string, number>()
  /** Attempts that the carrier certainly did not process. */
  readonly unprocessed = new Set<string>()

  constructor(watch: Watch) {
    this.#watch = watch
  }

  onCommit(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.table === 'messages' && change.after) this.#message(change.before, change.after)
    }
  }

  onAccepted({ text }: AcceptedText): void {
    const { carrier } = this.#watch.world
    const count = carrier.acceptedFor(text.messageId).length
    const allowed = 1 + (this.#resent.get(text.messageId) ?? 0)
    this.#watch.demand('no text is accepted twice', count <= allowed, () => `message ${text.messageId} was accepted ${count} times`)
    this.#watch.demand('nothing is posted without a committed claim', this.#claimed.has(text.attemptId), () => `attempt ${text.attemptId}`)
  }

  #message(before: Row<'messages'> | null, after: Row<'messages'>): void {
    const { id, status } = after
    if (status === 'sending' && before?.status !== 'sending') this.#begun(after)
    if (before) this.#changed(before, after)
    if (TAKEN.has(status)) this.#taken(after)
    const isExplained = !EXPLAINED.has(status) || after.reason !== null
    this.#watch.demand('what did not go out has its reason', isExplained, () => `message ${id} is ${status} without a reason`)
  }

  /** The claim of a text that may go out is being committed at this moment. */
  #begun(message: Row<'messages'>): void {
    const { database } = this.#watch.world
    const contact = database.contacts.need(message.contactId)
    const isSuppressed = database.suppressions.get(suppressionId(message.workspaceId, contact.phone)) !== undefined
    const mayGo = contact.optInStatus !== 'opted_out' && !isSuppressed
    this.#watch.demand('no send begins after an opt-out', mayGo, () => `message ${message.id} to a contact who is ${contact.optInStatus}`)
    const run = message.runId === null ? undefined : database.runs.get(message.runId)
    const isAwaited = !run || (run.status === 'waiting' && run.waitKey === message.id)
    this.#watch.demand('a text goes out while its run waits for it', isAwaited, () => `message ${message.id} of the run ${run?.id}, which is ${run?.status} at ${run?.nodeId}`)
    const others = [...database.messages.rows()].filter((other) => other.contactId === message.contactId && other.status === 'sending')
    this.#watch.demand('a contact has one text in flight', others.length === 1, () => `contact ${message.contactId} has ${others.length}`)
    const isNew = message.attemptId !== null && !this.#claimed.has(message.attemptId)
    this.#watch.demand('each attempt is one attempt', isNew, () => `message ${message.id} claims ${message.attemptId} again`)
    if (message.attemptId !== null) this.#claimed.add(message.attemptId)
  }

  #changed(before: Row<'messages'>, after: Row<'messages'>): void {
    const { id } = after
    this.#watch.demand('a status never falls', after.statusRank >= before.statusRank, () => `message ${id} fell from ${before.statusRank} to ${after.statusRank}`)
    const isBack = FINAL.has(before.status) && !FINAL.has(after.status)
    this.#watch.demand('an end is an end', !isBack, () => `message ${id} went from ${before.status} to ${after.status}`)
    const wasOpen = before.status === 'sending' || before.status === 'unknown'
    if (wasOpen && after.status === 'planned') this.#again(before, after)
    const isDenied = wasOpen && after.status === 'failed' && after.providerSid === null && this.#wasTaken(before)
    this.#watch.demand('what the carrier took is not called failed', !isDenied, () => `message ${id}`)
  }

  /** A text goes back to the plan: only what certainly did not arrive, unless its author chose otherwise. */
  #again(before: Row<'messages'>, after: Row<'messages'>): void {
    const { attempts } = this.#watch.world
    if (after.reason === 'resent_by_policy') {
      this.#resent.set(after.id, (this.#resent.get(after.id) ?? 0) + 1)
      return
    }
    const attemptId = before.attemptId ?? ''
    const isSafe = !attempts.get(attemptId)?.written || this.unprocessed.has(attemptId)
    this.#watch.demand('only what certainly did not arrive is sent again', isSafe, () => `message ${after.id}, attempt ${attemptId}`)
  }

  #taken(message: Row<'messages'>): void {
    const accepted = message.providerSid === null ? undefined : this.#watch.world.carrier.bySid(message.providerSid)
    this.#watch.demand('what is called sent was taken by the carrier', accepted?.text.messageId === message.id, () => `message ${message.id} is ${message.status}`)
  }

  #wasTaken({ attemptId }: Row<'messages'>): boolean {
    return this.#watch.world.carrier.ledger.some(({ text }) => text.attemptId === attemptId)
  }
}
