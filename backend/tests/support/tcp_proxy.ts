import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire that can be cut, and that can swallow everything without a word: what firewalls and dying hosts do. */
export class TcpProxy {
  readonly port: number
  readonly #server: ReturnType<typeof createServer>
  readonly #pairs: Set<readonly [Socket, Socket]>
  readonly #refusals: { left: number }

  private constructor(
    server: ReturnType<typeof createServer>,
    pairs: Set<readonly [Socket, Socket]>,
    refusals: { left: number },
  ) {
    this.#server = server
    this.#pairs = pairs
    this.#refusals = refusals
    this.port = (server.address() as AddressInfo).port
  }

  /** So many of the next connections are cut as soon as they stand. */
  set refusals(count: number) {
    this.#refusals.left = count
  }

  get refusals(): number {
    return this.#refusals.left
  }

  /** Listens on a port of its own, in front of another one of this machine. */
  static async before(port: number): Promise<TcpProxy> {
    const pairs = new Set<readonly [Socket, Socket]>()
    const refusals = { left: 0 }
    const server = createServer((near) => {
      if (refusals.left > 0) {
        refusals.left -= 1
        near.on('error', () => undefined)
        near.resetAndDestroy()
        return
      }
      const far = connect(port, '127.0.0.1')
      const pair = [near, far] as const
      pairs.add(pair)
      for (const socket of pair) {
        socket.on('error', () => undefined)
        socket.once('close', () => {
          pairs.delete(pair)
          for (const each of pair) each.destroy()
        })
      }
      near.pipe(far)
      far.pipe(near)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    return new TcpProxy(server, pairs, refusals)
  }

  /** An address of the far side, by way of this wire. */
  through(url: string): string {
    const address = new URL(url)
    address.port = String(this.port)
    return address.href
  }

  /** Every connection is reset, in the middle of whatever it says. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  /** Connections that are open stay open, and nothing comes through them any more. New ones are well. */
  swallow(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far)
      far.unpipe(near)
      // Read and forgotten, so that the senders notice nothing.
      near.resume()
      far.resume()
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()))
    this.cut()
    await closed
  }
}
