import type { Change } from '../../testing/index.ts'
import type { AcceptedText } from '../../testing/doubles/memory_carrier.ts'
import { suppressionId } from '../../testing/memory/due_messages.ts'
import { CLAIM_MS } from '../../testing/memory/write_decisions.ts'
import type { Row, Watch } from './watch.ts'

const TAKEN: ReadonlySet<string> = new Set(['queued', 'sent', 'delivered', 'undelivered'])
const FINAL: ReadonlySet<string> = new Set([...TAKEN, 'failed', 'canceled', 'skipped', 'received'])
/** What the carrier has said only grows. */
const ORDER: Readonly<Record<string, number>> = { queued: 1, sent: 2, undelivered: 3, failed: 3, delivered: 4 }
const EXPLAINED: ReadonlySet<string> = new Set(['unknown', 'skipped', 'canceled', 'held'])

/** What must hold of texts after every commit, and whenever the carrier takes one. */
export class MessageRules {
  readonly #watch: Watch
  /** Attempts whose claim was committed, and when by the database's clock. */
  readonly #claimed = new Map<string, number>()
  readonly #inbound = new Set<string>()
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
    this.#watch.demand(
      'no text is accepted twice',
      count <= allowed,
      () => `message ${text.messageId} was accepted ${count} times`,
    )
    this.#watch.demand(
      'nothing is posted without a committed claim',
      this.#claimed.has(text.attemptId),
      () => `attempt ${text.attemptId}`,
    )
  }

  /** A process is about to let the first byte out; its own clock may have stood still with it. */
  onWriting(attemptId: string, knowsTime: boolean): void {
    const at = this.#claimed.get(attemptId)
    const age = this.#watch.world.database.environment.now() - (at ?? 0)
    const isFresh = at === undefined || !knowsTime || age <= CLAIM_MS
    this.#watch.demand(
      'a claim past its deadline is not posted',
      isFresh,
      () => `attempt ${attemptId} was claimed ${age} ms ago`,
    )
  }

  #message(before: Row<'messages'> | null, after: Row<'messages'>): void {
    const { id, status } = after
    if (status === 'received' && before === null) this.#received(after)
    if (status === 'received' && after.runId !== null) this.#given(after)
    if (status === 'sending' && before?.status !== 'sending') this.#begun(before, after)
    if (before) this.#changed(before, after)
    if (TAKEN.has(status)) this.#taken(after)
    const isExplained = !EXPLAINED.has(status) || after.reason !== null
    this.#watch.demand(
      'what did not go out has its reason',
      isExplained,
      () => `message ${id} is ${status} without a reason`,
    )
  }

  #received({ id, providerSid }: Row<'messages'>): void {
    const isNew = providerSid !== null && !this.#inbound.has(providerSid)
    this.#watch.demand('a text from a phone is taken in once', isNew, () => `message ${id} is ${providerSid} again`)
    if (providerSid !== null) this.#inbound.add(providerSid)
  }

  /** A reply that is said to belong to a run is in that run's hands. */
  #given({ id, runId }: Row<'messages'>): void {
    const { signal, pendingReply } = this.#watch.world.database.runs.need(runId ?? '')
    const isHeld = pendingReply?.id === id || (signal?.kind === 'reply' && signal.id === id)
    this.#watch.demand(
      'a reply is not lost',
      isHeld,
      () => `reply ${id} was given to the run ${runId}, which does not have it`,
    )
  }

  /** The claim of a text that may go out is being committed at this moment. */
  #begun(before: Row<'messages'> | null, message: Row<'messages'>): void {
    const { database } = this.#watch.world
    const isDue =
      before === null || (before.sendAfter !== null && before.sendAfter <= database.now(message.workspaceId))
    this.#watch.demand(
      'a text does not go out before its time',
      isDue,
      () => `message ${message.id} was for ${before?.sendAfter}`,
    )
    const contact = database.contacts.need(message.contactId)
    const isSuppressed = database.suppressions.get(suppressionId(message.workspaceId, contact.phone)) !== undefined
    const mayGo = contact.optInStatus !== 'opted_out' && !isSuppressed
    this.#watch.demand(
      'no send begins after an opt-out',
      mayGo,
      () => `message ${message.id} to a contact who is ${contact.optInStatus}`,
    )
    const run = message.runId === null ? undefined : database.runs.get(message.runId)
    const isAwaited = !run || (run.status === 'waiting' && run.waitKey === message.id)
    this.#watch.demand(
      'a text goes out while its run waits for it',
      isAwaited,
      () => `message ${message.id} of the run ${run?.id}, which is ${run?.status} at ${run?.nodeId}`,
    )
    const others = [...database.messages.rows()].filter(
      (other) => other.contactId === message.contactId && other.status === 'sending',
    )
    this.#watch.demand(
      'a contact has one text in flight',
      others.length === 1,
      () => `contact ${message.contactId} has ${others.length}`,
    )
    const isNew = message.attemptId !== null && !this.#claimed.has(message.attemptId)
    this.#watch.demand(
      'each attempt is one attempt',
      isNew,
      () => `message ${message.id} claims ${message.attemptId} again`,
    )
    if (message.attemptId !== null) this.#claimed.set(message.attemptId, database.environment.now())
  }

  #changed(before: Row<'messages'>, after: Row<'messages'>): void {
    const { id } = after
    this.#watch.demand(
      'a status never falls',
      after.statusRank >= before.statusRank,
      () => `message ${id} fell from ${before.statusRank} to ${after.statusRank}`,
    )
    const hasFallen = (ORDER[after.status] ?? 0) < (ORDER[before.status] ?? 0)
    this.#watch.demand(
      'a status never falls',
      !hasFallen,
      () => `message ${id} went from ${before.status} to ${after.status}`,
    )
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
    this.#watch.demand(
      'only what certainly did not arrive is sent again',
      isSafe,
      () => `message ${after.id}, attempt ${attemptId}`,
    )
  }

  #taken(message: Row<'messages'>): void {
    const accepted = message.providerSid === null ? undefined : this.#watch.world.carrier.bySid(message.providerSid)
    this.#watch.demand(
      'what is called sent was taken by the carrier',
      accepted?.text.messageId === message.id,
      () => `message ${message.id} is ${message.status}`,
    )
  }

  #wasTaken({ attemptId }: Row<'messages'>): boolean {
    return this.#watch.world.carrier.ledger.some(({ text }) => text.attemptId === attemptId)
  }
}
