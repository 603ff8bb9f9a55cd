import { connect, type Socket } from 'node:net'

/**
 * One kept-alive HTTP connection to this machine that has one request under way at a time. It writes bytes that are
 * ready and reads no more of an answer than its status and its length, so that a load generator on the same processor
 * takes as little as can be from what it measures.
 */
export class LoopbackSocket {
  readonly #socket: Socket
  #answered: ((status: number) => void) | null = null
  #failed: ((error: Error) => void) | null = null
  #read = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#take(text))
    socket.on('error', (error) => this.#failed?.(error))
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<LoopbackSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new LoopbackSocket(socket))
      })
    })
  }

  /** @returns the answer's status @throws when the connection breaks */
  request(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#socket.write(bytes)
    })
  }

  close(): void {
    this.#failed = null
    this.#socket.destroy()
  }

  #take(text: string): void {
    this.#read += text
    const head = this.#read.indexOf('\r\n\r\n')
    if (head === -1) return
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#read.slice(0, head))?.[1]
    if (length === undefined) return this.#failed?.(new Error('an answer without a length'))
    if (this.#read.length < head + 4 + Number(length)) return
    const status = Number(this.#read.slice(9, 12))
    this.#read = ''
    this.#answered?.(status)
  }
}
