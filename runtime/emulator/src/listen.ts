import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from './emulator.ts'
import type { Emulator } from './emulator.ts'
import { isLoopbackHost } from './http/loopback.ts'
import type { EmulatorOptions } from './options.ts'

export interface ListenOptions extends EmulatorOptions {
  /** 0, the default: any free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Has to be said for a host that others can reach: there is no security here. */
  allowRemote?: boolean
}

/** An emulator with a server of its own. */
export interface ListeningEmulator extends Emulator {
  /** What an SDK takes as its base address: `http://127.0.0.1:4010`, with the prefix. */
  url: string
  port: number
}

/** Serves an emulator alone. Rejects a host that isn't this machine, and a port that is taken. */
export async function listen(options: ListenOptions = {}): Promise<ListeningEmulator> {
  const { port = 0, host = '127.0.0.1', allowRemote = false, ...rest } = options
  if (!allowRemote && !isLoopbackHost(host)) {
    throw new Error(
      `The local Twilio only listens on this machine: ${host} is not a loopback address (use 127.0.0.1, or allow it by name)`,
    )
  }
  const emulator = createEmulator(rest)
  // Clients keep connections open between bursts; the default of 5 s makes resets that look like faults.
  const server = createServer({ keepAliveTimeout: 60_000 }, emulator.handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = server.address() as AddressInfo
  const origin = `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${bound.port}`
  if (rest.publicUrl === undefined) emulator.setOrigin(origin)
  return {
    ...emulator,
    url: origin + (rest.prefix ?? ''),
    port: bound.port,
    close: async () => {
      await emulator.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
