import type { PostOutcome } from '@soniarose/messaging'
import type { Clock } from '../ports/clock.ts'
import type { Journal } from '../ports/journal.ts'
import type { LiveNotifier } from '../ports/live_notifier.ts'
import type { MessageGateway, OutgoingText } from '../ports/message_gateway.ts'
import type { ClaimReport, MessageBatch, MessageStore, RecordReport } from '../ports/message_store.ts'
import type { Reporter } from '../ports/reporter.ts'
import type { Decided, DueMessage, Recorded, SendOffer } from '../ports/message_store.ts'
import { decideBatch } from './decide_batch.ts'
import { DoubtfulClaims } from './doubtful_claims.ts'
import { judgeAnswer } from './judge_answer.ts'
import { PostQueue, type ClaimedText } from './post_queue.ts'
import { Recorder } from './recorder.ts'

export interface SenderOptions {
  messages: MessageStore
  gateway: MessageGateway
  journal: Journal
  clock: Clock
  reporter: Reporter
  live: LiveNotifier
  /** Called after claims and records with the runs that go on. */
  onSettled(runs: number): void
  /** Called when there is room or work again. */
  onRoom(): void
  /** How runs go on in the transaction that records their texts; absent: they are left to the engine. */
  recordAndGoOn?(records: readonly Recorded[]): Promise<RecordReport>
  concurrency?: number
}

/** A claim is dead after 20 s (deadline_at); a POST takes at most 15. What was not begun by then is given back. */
const BEGIN_WITHIN_MS = 4_000
/** Answers for each connection that may wait to be written before no more is claimed. */
const UNWRITTEN = 2
const WORKSPACES_A_TURN = 64
/** How long bulk work waits for room; it may have nothing to send. */
const ROOM_WITHIN_MS = 100

/** Claims planned texts by the gate's leave, posts them with bounded concurrency, and records what became of them. */
export class Sender {
  readonly #options: SenderOptions
  readonly #recorder: Recorder
  readonly #doubtful: DoubtfulClaims
  readonly #posts: PostQueue
  readonly #concurrency: number
  /** Claimed, or promised to a transaction that is planning texts. */
  #inFlight = 0
  /** Of these, the ones whose answer has come and is still to be written: they take no connection any more. */
  #answered = 0
  #isClaiming = false
  #isOpen = true
  readonly #idle: (() => void)[] = []
  readonly #awaitingRoom: AbortController[] = []

  constructor(options: SenderOptions) {
    this.#options = options
    this.#concurrency = options.concurrency ?? 64
    const { messages, clock, reporter } = options
    this.#posts = new PostQueue({
      concurrency: this.#concurrency,
      clock,
      post: (claimed) => this.#postAndNote(claimed),
    })
    this.#doubtful = new DoubtfulClaims({ messages, clock, reporter, onEmpty: () => this.#settle() })
    this.#recorder = new Recorder({
      record: options.recordAndGoOn ?? ((records) => messages.record(records)),
      recordOnly: (records) => messages.record(records),
      many: this.#concurrency,
      clock,
      reporter,
      onRecorded: (report, records) => this.#recorded(report, records),
    })
  }

  /** Texts claimed here and not yet recorded. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Texts that may be claimed now without waiting for a free connection for long. */
  get room(): number {
    // What is to be written is bounded too, so that a slow database slows the sending.
    const answered = Math.min(this.#answered, this.#concurrency * UNWRITTEN)
    return this.#concurrency + this.#posts.ahead - this.#inFlight + answered
  }

  /** Resolves when half of the connections are free, and else after a moment. */
  async untilRoom(stopping?: AbortSignal): Promise<void> {
    if (this.#isRoomy || stopping?.aborted) return
    const found = new AbortController()
    const stop = (): void => found.abort()
    stopping?.addEventListener('abort', stop)
    this.#awaitingRoom.push(found)
    await this.#options.clock.sleep(ROOM_WITHIN_MS, found.signal)
    stopping?.removeEventListener('abort', stop)
    const place = this.#awaitingRoom.indexOf(found)
    if (place >= 0) this.#awaitingRoom.splice(place, 1)
  }

  get #isRoomy(): boolean {
    return this.room * 2 >= this.#concurrency
  }

  /** A claim for a few costs nearly as much as one for many. */
  get #worthAClaim(): number {
    return Math.ceil(this.#concurrency / 4)
  }

  /**
   * Claims one batch and begins to post it.
   * @returns `idle` when nothing was due or there was too little room; `onRoom` tells of more
   * @throws StoreUnavailable
   */
  async turn(): Promise<'worked' | 'idle'> {
    const { messages, clock } = this.#options
    if (this.room < this.#worthAClaim) return 'idle'
    const workspaceIds = await messages.dueWorkspaces(WORKSPACES_A_TURN)
    if (workspaceIds.length === 0) return 'idle'
    const begun = clock.monotonic()
    const batch = await messages.claim({ workspaceIds, limit: this.room })
    if (!batch) return 'idle'
    const report = await this.#commit(batch)
    this.#options.live.changed(new Set(batch.messages.map((message) => message.workspaceId)), ['messages'])
    if (report.settledRuns > 0) this.#options.onSettled(report.settledRuns)
    this.#begin(report.toSend, begun)
    return 'worked'
  }

  /**
   * An offer to post at once what a transaction under way is planning. It must be taken up or dropped.
   * @param freed texts that the transaction records: it may plan as many in their place, whoever else has had the room
   */
  offer(freed = 0): TakenOffer {
    const begun = this.#options.clock.monotonic()
    let reserved: string[] = []
    const release = (): string[] => {
      this.#inFlight -= reserved.length
      return reserved.splice(0)
    }
    const room = (): number => (this.#isOpen ? Math.max(freed, this.room) : 0)
    return {
      get room() {
        return room()
      },
      decide: (messages) => {
        const decided = this.#decide(messages)
        reserved = attemptsOf(decided)
        this.#inFlight += reserved.length
        return decided
      },
      take: (texts) => {
        release()
        this.#begin(texts, begun)
      },
      drop: () => {
        this.#doubtful.add(release())
        this.#settle()
      },
    }
  }

  /** Takes no more offers: what is planned from now on is for others. */
  close(): void {
    this.#isOpen = false
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await this.#recorder.flushed()
    await this.#doubtful.flushed()
  }

  async #commit(batch: MessageBatch): Promise<ClaimReport> {
    this.#isClaiming = true
    let decided: Decided[] = []
    try {
      decided = this.#decide(batch.messages)
      return await batch.commit(decided)
    } catch (error) {
      await batch.release()
      this.#doubtful.add(attemptsOf(decided))
      throw error
    } finally {
      this.#isClaiming = false
    }
  }

  #decide(messages: readonly DueMessage[]): Decided[] {
    const { clock, journal } = this.#options
    const decided = decideBatch(messages, () => clock.newId())
    // Before the commit: a claim that the journal doesn't know of could never be proved unposted.
    journal.claimed(attemptsOf(decided))
    return decided
  }

  #begin(texts: readonly OutgoingText[], claimedAt: number): void {
    this.#inFlight += texts.length
    this.#posts.add(texts.map((text) => ({ text, claimedAt })))
  }

  async #postAndNote({ text, claimedAt }: ClaimedText): Promise<void> {
    const { clock, onRoom } = this.#options
    const outcome = await this.#post(text, claimedAt)
    const elapsedMs = clock.monotonic() - claimedAt
    this.#recorder.add({ text, outcome, elapsedMs, ...judgeAnswer(outcome, text.attempt, clock.random()) })
    const before = this.room
    this.#answered += 1
    if (before < this.#worthAClaim && this.room >= this.#worthAClaim) onRoom()
    this.#letBulkIn()
  }

  async #post(text: OutgoingText, claimedAt: number): Promise<PostOutcome> {
    const { gateway, clock, journal } = this.#options
    let written = false
    try {
      return await gateway.send(text, () => {
        if (clock.monotonic() - claimedAt > BEGIN_WITHIN_MS) throw new Error('The claim is too old to be posted.')
        journal.posting(text.attemptId)
        written = true
      })
    } catch (error) {
      return { requestWritten: written, networkError: error instanceof Error ? error.message : 'unknown error' }
    }
  }

  #recorded(report: RecordReport, records: readonly { text: OutgoingText }[]): void {
    this.#inFlight -= records.length
    this.#answered -= records.length
    const { live, onSettled, onRoom } = this.#options
    live.changed(new Set(records.map((record) => record.text.workspaceId)), ['messages', 'runs'])
    this.#settle()
    if (report.settledRuns > 0) onSettled(report.settledRuns)
    onRoom()
    this.#letBulkIn()
  }

  /** One at a time: two that both saw the same room would share it. */
  #letBulkIn(): void {
    if (this.#isRoomy) this.#awaitingRoom.shift()?.abort()
  }

  #settle(): void {
    if (this.#inFlight > 0) return
    if (!this.#isClaiming && this.#doubtful.isEmpty) this.#options.journal.settled()
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

function attemptsOf(decided: readonly Decided[]): string[] {
  return decided.flatMap((each) => each.attemptId ?? [])
}

/** An offer with its end: exactly one of `take` and `drop`. */
export interface TakenOffer extends SendOffer {
  /** The transaction is committed: these are posted. */
  take(texts: readonly OutgoingText[]): void
  /** The transaction came to nothing. */
  drop(): void
}
