import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

const BACKEND = join(import.meta.dirname, '../..')

/** A port that nothing listens on, as far as one can know. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** One of the product's own processes, with what it said. */
export class Program {
  readonly child: ChildProcess
  #output = ''

  constructor(file: string, args: string[], env: Record<string, string>) {
    this.child = spawn(process.execPath, [join(BACKEND, file), ...args], {
      env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-20_000)
    }
    this.child.stdout?.on('data', keep)
    this.child.stderr?.on('data', keep)
  }

  get output(): string {
    return this.#output
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Its exit code; null when a signal ended it. */
  async end(): Promise<number | null> {
    if (!this.ended) await new Promise((done) => this.child.once('exit', done))
    return this.child.exitCode
  }

  /** Asks it to stop, and makes it stop after ten seconds. */
  async stop(): Promise<void> {
    if (this.ended) return
    this.child.kill('SIGTERM')
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000)
    await this.end()
    clearTimeout(timer)
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.end()
  }
}

/** Waits until it holds, looking often; fails with the given words. */
export async function eventually(what: string, holds: () => Promise<boolean> | boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms
  for (;;) {
    if (await holds()) return
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await new Promise((next) => setTimeout(next, 50))
  }
}
