/** The engine in a world of virtual time and planned trouble, seed by seed. */
export { simulate, type SimulationOptions, type SimulationResult } from './simulate.ts'
export { liveThrough, liveThroughInThreads, type ManySeeds, type SeedRange } from './many_seeds.ts'
export { report, reportMany } from './report.ts'
