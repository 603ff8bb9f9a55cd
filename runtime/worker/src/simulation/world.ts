import type { Graph } from '@soniarose/graph'
import type { MessageStore } from '../ports/message_store.ts'
import { MAX_FAILURES, type RunStore } from '../ports/run_store.ts'
import { MemoryCarrier, type AcceptedText } from '../testing/doubles/memory_carrier.ts'
import { MemoryExchange } from '../testing/doubles/memory_doorbell.ts'
import { MemoryDisk } from '../testing/doubles/memory_journal.ts'
import {
  MemoryDatabase,
  MemoryEffectStore,
  MemoryMessageStore,
  MemoryRunStore,
  MemoryVersionStore,
  type Change,
  type ContactRow,
  type Session,
} from '../testing/index.ts'
import { Worker } from '../worker.ts'
import type { Bell } from '../ports/doorbell.ts'
import { simulatedEgress, simulatedPlugins } from './calls.ts'
import type { Chance } from './chance.ts'
import { simulatedClock } from './clock.ts'
import { simulatedGateway, type AttemptTruth, type CarrierWorld } from './gateway.ts'
import { Machine } from './machine.ts'
import { Outside } from './outside.ts'
import { People } from './people.ts'
import type { Plan } from './plan.ts'
import { furnish } from './furnish.ts'
import type { Scheduler } from './scheduler.ts'
import { isPoisoned, poisonous, poisonousGoOn, withoutOffers } from './run_stores.ts'
import { checkEffects } from './watch/effect_rules.ts'
import { checkSlots } from './watch/slot_rules.ts'
import { LateRules } from './watch/late_rules.ts'
import { Watch } from './watch/watch.ts'
import { MessageRules } from './watch/message_rules.ts'
import { RunRules } from './watch/run_rules.ts'

/** What somebody who looks on brings along. */
export interface WorldOptions {
  /** Workflows to publish instead of random ones. */
  graphs?: readonly Graph[]
  /** Looks over the shoulder of every worker's database of runs. */
  watchRuns?: (store: RunStore) => RunStore
  /** Is told of each version. */
  onPublish?: (versionId: string, graph: Graph) => void
}

/** Everything there is: a database, a carrier, people with phones, a web server and some workers. */
export class World {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly plan: Plan
  readonly database: MemoryDatabase
  readonly carrier = new MemoryCarrier()
  readonly attempts = new Map<string, AttemptTruth>()
  readonly arrived = new Map<string, number>()
  /** Attempts whose journal was lost with its machine. */
  readonly lost = new Set<string>()
  readonly watch: Watch
  readonly messageRules: MessageRules
  readonly web = new Machine('web', 'web')
  readonly webSession: Session
  readonly people: People
  readonly outside: Outside
  readonly workflowIds: readonly string[]
  isTroubled = true
  readonly #disk = new MemoryDisk()
  /** Processes that died while they advanced a run. */
  readonly #deaths = new Map<string, number>()
  readonly #exchange = new MemoryExchange()
  readonly #machines = new Map<Machine, Session>()
  #started = 0
  readonly #own: WorldOptions

  constructor(scheduler: Scheduler, plan: Plan, own: WorldOptions) {
    this.#own = own
    this.scheduler = scheduler
    this.chance = scheduler.chance
    this.plan = plan
    this.database = new MemoryDatabase(scheduler)
    const { database, carrier, attempts, arrived } = this
    const { lost } = this
    this.watch = new Watch({
      database,
      carrier,
      attempts,
      arrived,
      lost,
      mayFail: (runId) => isPoisoned(runId, plan.poison) || (this.#deaths.get(runId) ?? 0) >= MAX_FAILURES,
    })
    this.messageRules = new MessageRules(this.watch)
    const runRules = new RunRules(this.watch)
    const lateRules = new LateRules(this.watch)
    database.onCommit((changes) => this.#tellVersions(changes))
    this.workflowIds = furnish(database, this.chance, { plan, graphs: own.graphs })
    database.onCommit((changes) => {
      // The engine must not mistake a fault of the rules for one of the database.
      try {
        runRules.onCommit(changes)
        this.messageRules.onCommit(changes)
        checkEffects(this.watch, changes)
        checkSlots(this.watch, changes)
        lateRules.onCommit(changes)
      } catch (error) {
        this.watch.demand('the rules can be applied', false, () =>
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        )
      }
    })
    this.webSession = scheduler.sessionOf(this.web)
    this.people = new People(this)
    this.outside = new Outside(this)
    this.#disk.isGone = (id) => ![...this.#machines.keys()].some((machine) => machine.id === id && !machine.isDead)
    this.#exchange.choose = (ids) => (ids.length > 0 ? this.chance.pick(ids) : undefined)
    this.#exchange.carry = (bell, deliver) => this.#carry(bell, deliver)
  }

  get contacts(): ContactRow[] {
    return [...this.database.contacts.rows()]
  }

  get workers(): Machine[] {
    return [...this.#machines.keys()].filter((machine) => !machine.isDead)
  }

  /** Somebody rings the workers, if the queue is in the mood. */
  ring(machine: Machine, bell: Bell): void {
    this.#exchange.open(machine.id).ring(bell)
  }

  startWorker(): void {
    this.#started += 1
    const { scheduler, chance, database, plan } = this
    const machine = new Machine(`worker${this.#started}`, 'worker')
    if (plan.clockJumps) machine.skew = chance.between(-2, 2) * 86_400_000
    const session = scheduler.sessionOf(machine)
    this.#machines.set(machine, session)
    const calls = { scheduler, chance, arrived: this.arrived, trouble: this.isTroubled ? 0.2 : 0 }
    const worker = new Worker(
      {
        runs: this.#runStore(session),
        versions: new MemoryVersionStore(database, session),
        messages: this.#messageStore(session),
        effects: new MemoryEffectStore(database, session),
        schedules: { fire: () => Promise.resolve(0) },
        gateway: simulatedGateway(this.#carrierWorld(), machine),
        plugins: simulatedPlugins(calls, machine),
        egress: simulatedEgress(calls, machine),
        journal: this.#disk.open(machine.id),
        doorbell: this.#exchange.open(machine.id),
        live: { changed: () => undefined, stop: () => Promise.resolve() },
        clock: simulatedClock(scheduler, machine, chance),
        reporter: { report: () => undefined },
      },
      { engines: chance.between(1, 2), sends: chance.pick([1, 4, 64]), calls: 4, maxBatch: chance.pick([1, 3, 200]) },
    )
    worker.start().catch((error: unknown) => this.watch.demand('a worker starts', false, () => String(error)))
  }

  /** A process ends between two of its instructions. What it had sent may arrive; it never hears the answer. */
  async kill(machine: Machine): Promise<void> {
    machine.isDead = true
    const { timeline } = this.scheduler
    this.#exchange.drop(machine.id)
    for (const happening of timeline.all()) {
      if (happening.owner !== machine || happening.kind !== 'request') continue
      const isOnTheWire = this.chance.happens(0.5)
      const leavesTheMachine = /^(carrier|http)\./.test(happening.label)
      if (leavesTheMachine && isOnTheWire) continue
      timeline.cancel(happening)
      if (isOnTheWire) await this.scheduler.happen(happening)
    }
    const session = this.#machines.get(machine)
    if (session) this.database.disconnect(session)
    for (const runId of this.#disk.advancedBy(machine.id)) this.#deaths.set(runId, (this.#deaths.get(runId) ?? 0) + 1)
    if (this.chance.happens(this.plan.disksLost))
      for (const attemptId of this.#disk.lose(machine.id)) this.lost.add(attemptId)
    this.scheduler.trace.add(`${this.scheduler.now()} ${machine.id} killed`)
  }

  /** A process stands still: its answers wait for it, its connections stay open. */
  freeze(machine: Machine, ms: number): void {
    machine.isFrozen = true
    // A whole machine that was suspended does not know afterwards how long it slept.
    if (this.chance.happens(0.3)) machine.missed += ms
    this.scheduler.plan({
      in: ms,
      kind: 'outside',
      label: `thaw ${machine.id}`,
      owner: null,
      run: () => this.thaw(machine),
    })
  }

  /** A process goes on where it stood. */
  thaw(machine: Machine): void {
    machine.isFrozen = false
    for (const happening of machine.held.splice(0)) {
      if (happening.isCanceled) continue
      happening.at = this.scheduler.now() + this.scheduler.latency()
      this.scheduler.timeline.add(happening)
    }
  }

  /** The database goes away for everybody, and what was open is rolled back. */
  outage(ms: number): void {
    this.scheduler.databaseAwayUntil = this.scheduler.now() + ms
    for (const session of [...this.#machines.values(), this.webSession]) this.database.disconnect(session)
  }

  #runStore(session: Session): RunStore {
    const own = new MemoryRunStore(this.database, session)
    const store = this.plan.fused ? own : withoutOffers(own)
    const watched = this.#own.watchRuns?.(store) ?? store
    return this.plan.poison > 0 ? poisonous(watched, this.plan.poison) : watched
  }

  #messageStore(session: Session): MessageStore {
    const store = new MemoryMessageStore(this.database, session)
    const { fused, poison } = this.plan
    const record = store.record.bind(store)
    // A store may leave it to the engine to let the runs go on.
    store.record = (records, goOn) => record(records, fused && goOn ? poisonousGoOn(goOn, poison) : undefined)
    return store
  }

  #tellVersions(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.table === 'versions' && change.after) this.#own.onPublish?.(change.after.id, change.after.graph)
    }
  }

  #carry(bell: Bell, deliver: () => void): void {
    const { chance, plan, scheduler } = this
    if (chance.happens(this.isTroubled ? plan.ringsLost : 0)) return
    const times = chance.happens(plan.ringsDoubled) ? 2 : 1
    for (let time = 0; time < times; time++) {
      scheduler.plan({ in: scheduler.latency(), kind: 'outside', label: `ring ${bell}`, owner: null, run: deliver })
    }
  }

  #carrierWorld(): CarrierWorld {
    const { scheduler, carrier, plan, chance, attempts } = this
    return {
      ...{ scheduler, carrier, chance, attempts, moods: plan.moods },
      onAccepted: (accepted: AcceptedText) => {
        this.messageRules.onAccepted(accepted)
        this.people.onAccepted(accepted)
      },
      onWriting: (attemptId, machine) => this.messageRules.onWriting(attemptId, machine.missed === 0),
      onUnprocessed: (attemptId) => this.messageRules.unprocessed.add(attemptId),
    }
  }
}
