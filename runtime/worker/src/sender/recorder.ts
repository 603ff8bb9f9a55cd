import type { Clock } from '../ports/clock.ts'
import type { MessageStore, Recorded, RecordReport } from '../ports/message_store.ts'
import type { Reporter } from '../ports/reporter.ts'
import { StoreUnavailable } from '../ports/store_unavailable.ts'

export interface RecorderOptions {
  messages: MessageStore
  clock: Clock
  reporter: Reporter
  onRecorded(report: RecordReport, records: readonly Recorded[]): void
}

/** A batch is never larger; what waits while one is written goes into the next. */
const LARGEST = 500
const RETRY_MS = 250

/** Writes the outcomes of attempts in batches: while one is being written, the next gathers. */
export class Recorder {
  readonly #options: RecorderOptions
  #waiting: Recorded[] = []
  #writing: Promise<void> | null = null

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  get pending(): number {
    return this.#waiting.length
  }

  add(record: Recorded): void {
    this.#waiting.push(record)
    this.#writing ??= this.#writeAll()
  }

  /** Resolves when all that was added is in the database. */
  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  async #writeAll(): Promise<void> {
    // Answers that arrive in the same turn of the loop belong to one batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, LARGEST))
    this.#writing = null
  }

  /** An outcome that is known must not be lost while the database is away: it is tried until it is written. */
  async #write(records: Recorded[]): Promise<void> {
    const { onRecorded } = this.#options
    const report = await this.#untilWritten(records)
    if (report) return onRecorded(report, records)
    // Something in this batch can't be written. Alone, each of the others can.
    for (const record of records) onRecorded((await this.#untilWritten([record])) ?? { settledRuns: 0 }, [record])
  }

  /** @returns null when the database refuses the records themselves; the deadline then makes them `unknown` */
  async #untilWritten(records: Recorded[]): Promise<RecordReport | null> {
    const { messages, clock, reporter } = this.#options
    for (let failed = false; ; failed = true) {
      try {
        const report = await messages.record(records)
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
