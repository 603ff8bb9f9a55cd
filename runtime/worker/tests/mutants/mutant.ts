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
