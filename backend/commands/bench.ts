import { benchSegments } from '@soniarose/messaging/bench'
import { benchEngine } from '#app/bench/engine'
import type { BenchContext, Figure } from '#app/bench/figure'
import { benchGrowth } from '#app/bench/growth'
import { benchSend } from '#app/bench/send'
import { benchWebhook } from '#app/bench/webhook'
import { CommandFailure, note, print, readArguments, type Command } from '#app/terminal/command'

type Bench = (context: BenchContext) => AsyncIterable<Figure>

async function* segments(): AsyncGenerator<Figure> {
  yield* await benchSegments(() => performance.now())
}

const benches: Record<string, Bench> = {
  engine: benchEngine,
  send: benchSend,
  webhook: benchWebhook,
  growth: benchGrowth,
  segments,
}

/** Fewer say nothing about growth: a hundredth of them is measured too. */
const LEAST_SIZE = 100_000

/** A figure for people: what was measured, and how it stands to its limit or peer. */
function inWords({ bench, name, backend, value, unit, peer, ratio }: Figure): string {
  const where = backend === undefined ? '' : ` (${backend})`
  const beside = peer === undefined ? '' : `; ${peer.name} ${peer.value.toLocaleString('en')}: ${ratio} ×`
  return `${bench} ${name}${where}: ${value.toLocaleString('en')} ${unit}${beside}`
}

/** Measures, each figure beside its limit or a peer measured in the same run. */
export const command: Command = {
  name: 'bench',
  usage: '[name…] [--json] [--size steps]',
  summary: 'measures, each figure beside its limit or a peer measured in the same run',
  more: `Names: ${Object.keys(benches).join(', ')}; all of them without one. --json prints one object a line. --size: how many steps growth is measured with.`,
  async run(args) {
    const { positionals, values } = readArguments(args, {
      json: { type: 'boolean', default: false },
      size: { type: 'string', default: '2000000' },
    })
    const size = Number(values.size)
    if (!Number.isInteger(size) || size < LEAST_SIZE)
      throw new CommandFailure(`--size is a number of steps, ${LEAST_SIZE} at least.`)
    const unknown = positionals.find((name) => benches[name] === undefined)
    if (unknown !== undefined)
      throw new CommandFailure(`There is no bench called "${unknown}"; there are ${Object.keys(benches).join(', ')}.`)
    const databaseUrl = process.env.DATABASE_URL
    if (databaseUrl === undefined)
      throw new CommandFailure('DATABASE_URL is not set; `node ace.js bench` brings a database of its own.')
    const context: BenchContext = {
      databaseUrl,
      redisUrl: process.env.TEST_REDIS_URL ?? null,
      size,
      progress: (line) => note(`… ${line}`),
    }
    for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
      for await (const figure of benches[name]?.(context) ?? [])
        print(values.json ? JSON.stringify(figure) : inWords(figure))
    }
    return 0
  },
}
