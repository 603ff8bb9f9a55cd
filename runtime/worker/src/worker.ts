import { EffectRunner } from './effects/effect_runner.ts'
import type { CallPorts } from './effects/run_call.ts'
import { Engine } from './engine/engine.ts'
import { Loop } from './engine/loop.ts'
import type { Clock } from './ports/clock.ts'
import type { Bell, Doorbell } from './ports/doorbell.ts'
import type { EffectStore } from './ports/effect_store.ts'
import type { Journal } from './ports/journal.ts'
import type { LiveNotifier } from './ports/live_notifier.ts'
import type { MessageGateway } from './ports/message_gateway.ts'
import type { MessageStore, Recorded, RecordReport } from './ports/message_store.ts'
import type { Reporter } from './ports/reporter.ts'
import type { CommitReport, RunStore } from './ports/run_store.ts'
import type { Schedules } from './ports/schedules.ts'
import type { VersionStore } from './ports/version_store.ts'
import { Sender } from './sender/sender.ts'
import { reconcile } from './sender/reconcile.ts'
import { sweep } from './sweep.ts'

/** Everything that a worker stands on. */
export interface WorkerPorts extends CallPorts {
  runs: RunStore
  versions: VersionStore
  messages: MessageStore
  effects: EffectStore
  schedules: Schedules
  gateway: MessageGateway
  journal: Journal
  doorbell: Doorbell
  live: LiveNotifier
  clock: Clock
  reporter: Reporter
}

export interface WorkerOptions {
  /** Batches of runs side by side: while one is being written, another is advanced. */
  engines?: number
  /** Texts posted at the same time. */
  sends?: number
  /** Calls to plugins and other servers at the same time. */
  calls?: number
  maxBatch?: number
}

const SWEEP_MS = 1_000
const POKE_GAP_MS = 30

/** A worker: advances, sends and calls until it is stopped, and is at rest when `stop` resolves. */
export class Worker {
  readonly #ports: WorkerPorts
  readonly #sender: Sender
  readonly #caller: EffectRunner
  readonly #loops: Record<Bell, Loop>
  readonly #suspects: Loop
  readonly #sweeping: Loop
  #stopped: Promise<void> | null = null

  constructor(ports: WorkerPorts, options: WorkerOptions = {}) {
    this.#ports = ports
    const { clock, reporter } = ports
    const engine = new Engine({
      ...ports,
      maxBatch: options.maxBatch,
      onCommitted: (report) => this.#committed(report),
      offer: () => this.#sender.offer(),
      untilRoom: (stopping) => this.#sender.untilRoom(stopping),
      room: () => this.#sender.room,
    })
    const onSettled = (): void => this.#loops.runs.poke()
    this.#sender = new Sender({
      ...ports,
      concurrency: options.sends,
      onSettled,
      onRoom: () => this.#loops.messages.poke(),
      recordAndGoOn: (records) => this.#recordAndGoOn(engine, records),
    })
    this.#caller = new EffectRunner({
      ...ports,
      concurrency: options.calls,
      onSettled,
      onRoom: () => this.#loops.effects.poke(),
    })
    this.#loops = {
      runs: new Loop({
        part: 'runs',
        turn: (stopping) => engine.turn(stopping),
        clock,
        reporter,
        parallel: options.engines ?? 2,
      }),
      messages: new Loop({ part: 'messages', turn: () => this.#sender.turn(), clock, reporter }),
      effects: new Loop({ part: 'calls', turn: () => this.#caller.turn(), clock, reporter }),
    }
    this.#suspects = new Loop({
      part: 'runs that a worker died of',
      turn: () => engine.turnOfSuspects(),
      clock,
      reporter,
    })
    this.#sweeping = new Loop({ part: 'sweep', turn: (stopping) => this.#sweep(stopping), clock, reporter })
  }

  /** What is under way at this moment. */
  get inFlight(): { messages: number; effects: number } {
    return { messages: this.#sender.inFlight, effects: this.#caller.inFlight }
  }

  /** Reconciles what a former process left behind, then works. */
  async start(): Promise<void> {
    const { doorbell, reporter } = this.#ports
    await reconcile(this.#ports)
    for (const loop of [...Object.values(this.#loops), this.#suspects, this.#sweeping]) loop.start()
    await doorbell.listen((bell) => this.#loops[bell].poke())
    reporter.report({ kind: 'started' })
  }

  /** Takes up nothing more, waits for what is under way, and closes what it was given. Called again, it waits along. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    const { doorbell, live, journal, plugins, reporter } = this.#ports
    reporter.report({ kind: 'stopping' })
    const { runs, messages, effects } = this.#loops
    this.#sender.close()
    await Promise.all([this.#sweeping.stop(), this.#suspects.stop(), messages.stop(), effects.stop()])
    await Promise.all([this.#sender.settled(), this.#caller.settled()])
    await runs.stop()
    await Promise.all([doorbell.stop(), live.stop(), plugins.stop()])
    journal.close()
    reporter.report({ kind: 'stopped' })
  }

  /** An outcome and what the run does next, in one transaction: a text costs the run one write instead of three. */
  async #recordAndGoOn(engine: Engine, records: readonly Recorded[]): Promise<RecordReport> {
    const offer = this.#sender.offer(records.length)
    try {
      const report = await this.#ports.messages.record(records, { advance: (runs) => engine.advance(runs), offer })
      offer.take(report.committed?.toSend ?? [])
      if (report.committed) this.#committed(report.committed)
      return report
    } catch (error) {
      offer.drop()
      throw error
    }
  }

  #committed(report: CommitReport): void {
    if (report.messages > 0) this.#loops.messages.poke()
    if (report.effects > 0) this.#loops.effects.poke()
    if (report.woken > 0) this.#loops.runs.poke()
  }

  async #sweep(stopping: AbortSignal): Promise<'worked'> {
    const { clock } = this.#ports
    await sweep({ ...this.#ports, pokeAll: () => this.#pokeAll(stopping) })
    // Jitter keeps many workers from looking in the same moment.
    await clock.sleep(SWEEP_MS * (0.65 + clock.random() / 2), stopping)
    return 'worked'
  }

  /** One after another: an idle worker then looks over one connection, and not over one for each part. */
  async #pokeAll(stopping: AbortSignal): Promise<void> {
    for (const loop of [...Object.values(this.#loops), this.#suspects]) {
      loop.poke()
      await this.#ports.clock.sleep(POKE_GAP_MS, stopping)
    }
  }
}
