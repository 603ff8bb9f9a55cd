import { parentPort, workerData } from 'node:worker_threads'
import { liveThrough } from './many_seeds.ts'

// A thread of its own: what it is given is one SeedRange, what it gives back is what they came to.
parentPort?.postMessage(await liveThrough(workerData))
