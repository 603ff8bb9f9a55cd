import { LoopbackSocket } from './loopback_socket.ts'
import { signedTexts } from './signed_texts.ts'

/** A load to put on a server of this machine. */
export interface Load {
  port: number
  /** Which texts: their numbers, so that no two loads have one in common. */
  first: number
  count: number
  connections: number
  /** null: each connection sends its next text as soon as it has its answer. */
  perSecond: number | null
}

export interface LoadReport {
  /** How many got each status. */
  statuses: Record<string, number>
  seconds: number
  /** Milliseconds from when each was due to be sent to its answer, sorted. */
  times: number[]
}

/** A load generator in a process of its own. Everything is signed and ready before the first byte is sent. */
process.on('message', (load: Load) => {
  void generate(load).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
process.send?.('ready')

async function generate({ port, first, count, connections, perSecond }: Load): Promise<LoadReport> {
  const texts = signedTexts(first, count)
  const sockets = await Promise.all(Array.from({ length: connections }, () => LoopbackSocket.open(port)))
  const statuses: Record<string, number> = {}
  const times: number[] = []
  const begun = performance.now()
  let next = 0
  const one = async (socket: LoopbackSocket): Promise<void> => {
    for (let at = next++; at < count; at = next++) {
      const due = perSecond === null ? performance.now() : begun + (at * 1_000) / perSecond
      await until(due)
      const status = await socket.request(texts[at] ?? Buffer.alloc(0))
      times.push(performance.now() - due)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(sockets.map(one))
  const seconds = (performance.now() - begun) / 1_000
  for (const socket of sockets) socket.close()
  return { statuses, seconds, times: times.toSorted((a, b) => a - b) }
}

/** A timer is a millisecond late at most, which the measured time then includes. */
async function until(moment: number): Promise<void> {
  for (let left = moment - performance.now(); left > 0; left = moment - performance.now())
    await new Promise((resolve) => setTimeout(resolve, left))
}
