import { Chance } from './chance.ts'
import { REST } from './clock.ts'
import { CALM } from './machine.ts'
import { planOf, type Plan } from './plan.ts'
import { nextDue } from './next_due.ts'
import { Scheduler } from './scheduler.ts'
import type { Happening } from './timeline.ts'
import { checkAtRest } from './watch/final_rules.ts'
import type { Broken } from './watch/watch.ts'
import { World, type WorldOptions } from './world.ts'

/** What became of one seed. */
export interface SimulationResult {
  seed: number
  /** null: every promise was kept. */
  broken: Broken | null
  steps: number
  /** The same for the same seed and the same code, on every machine. */
  digest: string
  /** The last things that happened. */
  trace: string[]
  counts: {
    runs: number
    steps: number
    messages: number
    accepted: number
    unknown: number
    killed: number
    frozen: number
  }
}

export interface SimulationOptions extends WorldOptions {
  seed: number
  /** Changes the plan that the seed has made. */
  adjust?: (plan: Plan) => Plan
  /** Lines of the trace to keep. */
  traceLines?: number
}

/** Virtual time that everybody has to come to rest once the trouble is over. */
const CALM_MS = 45_000
const MOST_CALM_STEPS = 6_000

/** Lives through one seed: a random world, its trouble, and the calm after it. */
export async function simulate({
  seed,
  adjust,
  traceLines = 60,
  ...own
}: SimulationOptions): Promise<SimulationResult> {
  const scheduler = new Scheduler(new Chance(seed))
  const plan = (adjust ?? ((own) => own))(planOf(scheduler.chance))
  const simulation = new Simulation(scheduler, new World(scheduler, plan, own))
  await simulation.live()
  const { world, killed, frozen } = simulation
  const messages = [...world.database.messages.rows()].filter(({ direction }) => direction === 'outbound')
  return {
    seed,
    broken: world.watch.broken,
    steps: scheduler.steps,
    digest: scheduler.trace.digest,
    trace: scheduler.trace.tail(traceLines),
    counts: {
      runs: [...world.database.runs.rows()].length,
      steps: [...world.database.steps.rows()].length,
      messages: messages.length,
      accepted: world.carrier.ledger.length,
      unknown: messages.filter(({ status }) => status === 'unknown').length,
      killed,
      frozen,
    },
  }
}

class Simulation {
  readonly world: World
  killed = 0
  frozen = 0
  readonly #scheduler: Scheduler

  constructor(scheduler: Scheduler, world: World) {
    this.#scheduler = scheduler
    this.world = world
  }

  async live(): Promise<void> {
    const { world } = this
    const { plan } = world
    for (let worker = 0; worker < plan.workers; worker++) world.startWorker()
    world.outside.begin()
    this.#scheduler.weather = plan.weather
    this.#planOutages()
    const end = this.#scheduler.now() + plan.troubleMs
    while (this.#scheduler.steps < plan.maxSteps && this.#scheduler.now() < end && !world.watch.broken) {
      if (!(await this.#step())) break
    }
    if (!world.watch.broken) await this.#calm()
  }

  /** The trouble is over: everybody who died is back, everybody answers, nobody meddles. */
  async #calm(): Promise<void> {
    const { world } = this
    world.isTroubled = false
    this.#scheduler.weather = CALM
    this.#scheduler.databaseAwayUntil = 0
    Object.assign(world.plan.moods, {
      unreachable: 0,
      lost: 0,
      mute: 0,
      late: 0,
      busy: 0,
      broken: 0,
      refused: 0,
      optedOut: 0,
    })
    for (const flow of world.database.workflows.rows())
      if (flow.status === 'paused') world.database.workflows.update(flow.id, { status: 'live' })
    for (const { id, frozen } of world.database.workspaces.rows())
      if (frozen) world.database.workspaces.update(id, { frozen: false })
    for (const machine of world.workers) if (machine.isFrozen) world.thaw(machine)
    world.startWorker()
    const steps = this.#scheduler.steps
    const until = this.#scheduler.now() + CALM_MS
    while (this.#scheduler.now() < until && this.#scheduler.steps - steps < MOST_CALM_STEPS && !world.watch.broken) {
      if (!(await this.#step())) break
    }
    if (!world.watch.broken) checkAtRest(world.watch)
  }

  /** One thing happens. @returns false when nothing is left that could */
  async #step(): Promise<boolean> {
    this.#skipRest()
    const next = this.#scheduler.take()
    if (!next) return false
    if (next.owner && next.kind !== 'request' && !(await this.#mayGoOn(next))) return true
    await this.#scheduler.happen(next)
    return true
  }

  /** Whether the process that this is about lives to see it. */
  async #mayGoOn(next: Happening): Promise<boolean> {
    const machine = next.owner
    if (!machine || machine.isDead) return false
    if (machine.isFrozen) {
      machine.held.push(next)
      return false
    }
    const { chance, weather } = this.#scheduler
    if (machine.kind !== 'worker') return true
    if (chance.happens(weather.crash)) {
      this.killed += 1
      await this.world.kill(machine)
      const restart = (): void => this.world.startWorker()
      this.#scheduler.plan({
        in: chance.between(100, 40_000),
        kind: 'outside',
        label: 'restart',
        owner: null,
        run: restart,
      })
      return false
    }
    if (chance.happens(weather.freeze)) {
      this.frozen += 1
      this.world.freeze(machine, chance.pick([1_000, 6_000, 25_000, 90_000]))
      machine.held.push(next)
      return false
    }
    return true
  }

  /** While nothing is under way and nothing due, workers that only look now and then need not look. */
  #skipRest(): void {
    const { timeline } = this.#scheduler
    if (timeline.busy > 0) return
    let next = nextDue(this.world.database)
    let firstRest = Number.POSITIVE_INFINITY
    for (const happening of timeline.all()) {
      if (happening.label === REST) firstRest = Math.min(firstRest, happening.at)
      else next = Math.min(next, happening.at)
    }
    if (!Number.isFinite(next) || next <= firstRest) return
    const { chance } = this.#scheduler
    timeline.move((happening) => {
      if (happening.label === REST && happening.at < next) happening.at = next + chance.between(0, 900)
    })
  }

  #planOutages(): void {
    const { chance } = this.#scheduler
    const { plan } = this.world
    for (let count = 0; count < plan.outages; count++) {
      const run = (): void => {
        if (this.world.isTroubled) this.world.outage(chance.between(100, 8_000))
      }
      this.#scheduler.plan({
        in: chance.between(0, plan.troubleMs),
        kind: 'outside',
        label: 'outage',
        owner: null,
        run,
      })
    }
  }
}
