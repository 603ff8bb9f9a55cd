/**
 * The long proofs on real processes: `node ace.js prove chaos [--sends 20000] [--workers 3] [--redis]`, and
 * `node ace.js prove kills [--calls write,read]`. Ends with 1 when a promise was broken.
 */
import { parseArgs } from 'node:util'
import { faultsOf, type Audit } from './audit.ts'
import { CALLS, KillGround, whyNoTracing } from './kill_points.ts'
import { liveThrough } from './rough_day.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sends: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '3' },
    redis: { type: 'boolean', default: false },
    calls: { type: 'string', default: CALLS.join(',') },
  },
})

const TEXTS_EACH = 5
/** A send is over when so many kills in a row came after it. */
const IN_VAIN = 4

const undo: (() => Promise<void>)[] = []
const cleanup = (callback: () => Promise<void>): void => void undo.push(callback)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function chaos(): Promise<Audit> {
  const report = await liveThrough(
    {
      contacts: Math.ceil(Number(values.sends) / TEXTS_EACH),
      textsEach: TEXTS_EACH,
      workers: Number(values.workers),
      pause: 'PT2S',
      grace: 'PT60S',
      mischief: ['kill', 'cut', 'kill', 'crash', 'kill', 'freeze', 'kill', 'server'],
      pauseMs: () => Math.random() * 3_000,
      frozenMs: () => (Math.random() < 0.5 ? 7_000 : 24_000),
      until: 0.95,
      redis: values.redis,
      restMs: 300_000,
      say,
    },
    cleanup,
  )
  const { seconds, done, runs } = report
  say(
    `${runs} runs in ${Math.round(seconds)} s; ${Object.entries(done)
      .map(([what, times]) => `${times} × ${what}`)
      .join(', ')}`,
  )
  return report
}

async function kills(): Promise<Audit> {
  const trouble = whyNoTracing()
  if (trouble) throw new Error(trouble.why)
  const ground = await KillGround.create(cleanup)
  const wanted = values.calls.split(',')
  for (const call of CALLS.filter((each) => wanted.includes(each))) {
    let inVain = 0
    let last = 0
    for (let n = 1; inVain < IN_VAIN; n++) {
      const end = await ground.kill({ call, n })
      inVain = end === 'survived' ? inVain + 1 : 0
      if (end === 'killed') last = n
      if (n % 25 === 0) say(`${call}: ${n} calls so far`)
    }
    say(`${call}: killed at each of ${last} calls of a send`)
  }
  const report = await ground.report()
  say(`${report.killed} workers were killed while they sent, ${report.survived} after it`)
  return report
}

const proofs: Record<string, () => Promise<Audit>> = { chaos, kills }
const proof = proofs[positionals[0] ?? '']
if (!proof) throw new Error(`usage: main.ts ${Object.keys(proofs).join('|')}`)
try {
  const result = await proof()
  const { texts, taken, unknown, unexplained } = result
  say(
    `${texts} texts: ${taken} taken by the carrier, ${result.doubled.length} twice, ${result.missing.length} missing silently; ` +
      `${unknown.taken + unknown.notTaken} unknown (${unknown.taken} taken, ${unknown.notTaken} not), ${unexplained.length} of them without a reason`,
  )
  const faults = faultsOf(result)
  for (const fault of faults) say(`BROKEN: ${fault}`)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  for (const callback of undo.reverse()) await callback()
}
