import type { Plan } from '../../src/simulation/plan.ts'

/** One change of one file, by its text. */
export interface Fault {
  /** From the folder `runtime`. */
  file: string
  /** Is there exactly once. */
  find: string
  replace: string
}

/** A planted fault: what the simulator has to find. */
export interface Mutant {
  name: string
  /** What is wrong with it, and so what would break for whom. */
  says: string
  faults: readonly Fault[]
  /** The kind of trouble in which it shows, for one that shows rarely. */
  where?: (plan: Plan) => Plan
}

const ENGINE = 'worker/src'
const STORE = 'worker/src/testing/memory'

/** A fault in the engine itself. */
export const inEngine = (file: string, find: string, replace: string): Fault => ({
  file: `${ENGINE}/${file}`,
  find,
  replace,
})

/** A fault in the in-memory store, standing for the same fault in a statement. */
export const inStore = (file: string, find: string, replace: string): Fault => ({
  file: `${STORE}/${file}`,
  find,
  replace,
})

/** A fault in the pure core. */
export const inCore = (file: string, find: string, replace: string): Fault => ({
  file: `core/src/${file}`,
  find,
  replace,
})

/** Workers die often, and every way is long. */
export const amongCrashes = (plan: Plan): Plan => ({
  ...plan,
  disksLost: 0,
  workers: 3,
  unknownGraceMs: 3_600_000,
  weather: { ...plan.weather, slow: 0.25, crash: 0.01 },
})

/** Workers stand still often and long. */
export const amongFreezes = (plan: Plan): Plan => ({
  ...plan,
  unknownGraceMs: 20_000,
  weather: { ...plan.weather, slow: 0.1, freeze: 0.02 },
})

/** People write and change things all the time, and every way is long. */
export const amongPeople = (plan: Plan): Plan => ({
  ...plan,
  outsidePerMinute: 90,
  weather: { ...plan.weather, slow: 0.15 },
})

/** People come in, opt out and come back all the time, and every way is long. */
export const inARush = (plan: Plan): Plan => ({
  ...plan,
  people: 'rush',
  workers: 3,
  outsidePerMinute: 120,
  weather: { ...plan.weather, slow: 0.3 },
})

/** The database is away again and again, and the carrier's callbacks get lost. */
export const amongOutages = (plan: Plan): Plan => ({
  ...plan,
  outages: 8,
  moods: { ...plan.moods, callbackLost: 0.9 },
})

/** Texts have turns at a sender's rate, which the database's and the workers' absence makes them miss. */
export const withRate = (plan: Plan): Plan => ({ ...amongOutages(plan), limitedSender: true })

/** Texts are claimed as they are planned, and runs go on as their texts are recorded. */
export const merged = (plan: Plan): Plan => ({ ...plan, fused: true })
