import type { Clock } from '../ports/clock.ts'
import type { Recorded, RecordReport } from '../ports/message_store.ts'
import type { Reporter } from '../ports/reporter.ts'
import { StoreUnavailable } from '../ports/store_unavailable.ts'

export interface RecorderOptions {
  /** Writes outcomes; the runs may go on in the same transaction. */
  record(records: readonly Recorded[]): Promise<RecordReport>
  /** Writes outcomes and nothing more: when something of what would follow can't be written. */
  recordOnly(records: readonly Recorded[]): Promise<RecordReport>
  /**
   * Fewer answers than this wait for the batch before them, as a few to a statement cost the database as much as many; so
   * many are written beside it.
   */
  many: number
  clock: Clock
  reporter: Reporter
  onRecorded(report: RecordReport, records: readonly Recorded[]): void
}

/** A batch is never larger; what waits while one is written goes into the next. */
const LARGEST = 500
const RETRY_MS = 250
const NOTHING: RecordReport = { settledRuns: 0 }

/** While the database writes one batch, this process prepares the other. */
const WRITERS = 2

/** Writes the outcomes of attempts in batches: while they are being written, the next gathers. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #waiting: Recorded[] = []
  readonly #writing = new Set<Promise<void>>()

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  get pending(): number {
    return this.#waiting.length
  }

  add(record: Recorded): void {
    this.#waiting.push(record)
    if (this.#writing.size >= (this.#waiting.length < this.#options.many ? 1 : WRITERS)) return
    const writing = this.#writeAll().finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  /** Resolves when all that was added is in the database. */
  async flushed(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing)
  }

  async #writeAll(): Promise<void> {
    // Answers that arrive in the same turn of the loop belong to one batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, LARGEST))
  }

  /** An outcome that is known must not be lost while the database is away: it is tried until it is written. */
  async #write(records: Recorded[]): Promise<void> {
    const { onRecorded, record, recordOnly } = this.#options
    const report =
      (await this.#untilWritten(() => record(records))) ?? (await this.#untilWritten(() => recordOnly(records)))
    if (report) return onRecorded(report, records)
    // Something in this batch can't be written. Alone, each of the others can.
    for (const each of records) onRecorded((await this.#untilWritten(() => recordOnly([each]))) ?? NOTHING, [each])
  }

  /** @returns null when the database refuses the records themselves; the deadline then makes them `unknown` */
  async #untilWritten(write: () => Promise<RecordReport>): Promise<RecordReport | null> {
    const { clock, reporter } = this.#options
    for (let failed = false; ; failed = true) {
      try {
        const report = await write()
        if (failed) reporter.report({ kind: 'recovered', part: 'outcomes' })
        return report
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (!failed) reporter.report({ kind: 'problem', part: 'outcomes', message })
        if (!(error instanceof StoreUnavailable)) return null
        await clock.sleep(RETRY_MS)
      }
    }
  }
}
