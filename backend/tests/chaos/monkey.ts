import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Program } from '../support/processes.ts'
import type { Stack } from '../support/stack.ts'
import type { Interruption } from './audit.ts'
import { crashPostgres } from './postgres_crash.ts'

export type Mischief = 'kill' | 'freeze' | 'cut' | 'crash' | 'server'

export interface MonkeyOptions {
  stack: Stack
  db: pg.Pool
  /** How long a frozen worker stands still: longer than everything that is held for it. Milliseconds. */
  frozenMs: () => number
}

/** Makes trouble for a product that is at work, and remembers what each process was about when it was interrupted. */
export class Monkey {
  readonly interruptions: Interruption[] = []
  readonly done: Record<Mischief, number> = { kill: 0, freeze: 0, cut: 0, crash: 0, server: 0 }
  readonly #options: MonkeyOptions
  readonly #frozen = new Set<Program>()
  readonly #thawing = new Set<Promise<void>>()

  constructor(options: MonkeyOptions) {
    this.#options = options
  }

  async make(mischief: Mischief): Promise<void> {
    const { stack, db } = this.#options
    this.done[mischief] += 1
    switch (mischief) {
      case 'kill':
        return this.#kill()
      case 'freeze':
        return this.#freeze()
      case 'cut':
        return cutConnections(db)
      case 'crash':
        return void (await crashPostgres(db))
      case 'server':
        return stack.restartServer()
    }
  }

  /** Resolves when nobody stands still any more. */
  async calm(): Promise<void> {
    await Promise.all(this.#thawing)
  }

  /** A worker ends between two of its instructions; another one takes its place. */
  async #kill(): Promise<void> {
    const { stack } = this.#options
    const worker = this.#any()
    if (!worker) return
    // A worker that is just starting may read the dead one's journal, and take it away, before we do.
    worker.child.kill('SIGSTOP')
    this.#remember(worker, Date.now(), Date.now())
    await worker.kill()
    stack.addWorker()
  }

  /** A worker stands still for a while, its connections open, and then goes on where it stood. */
  async #freeze(): Promise<void> {
    const worker = this.#any()
    if (!worker || this.#frozen.size > 0) return
    const from = Date.now()
    worker.child.kill('SIGSTOP')
    this.#frozen.add(worker)
    const thawing = sleep(this.#options.frozenMs()).then(() => {
      this.#remember(worker, from, Date.now())
      worker.child.kill('SIGCONT')
      this.#frozen.delete(worker)
      this.#thawing.delete(thawing)
    })
    this.#thawing.add(thawing)
  }

  #any(): Program | undefined {
    const able = this.#options.stack.workers.filter((worker) => !worker.ended && !this.#frozen.has(worker))
    const working = able.filter((worker) => worker.output.includes('Working.'))
    return working[Math.floor(Math.random() * working.length)]
  }

  #remember(worker: Program, from: number, until: number): void {
    const folder = join(this.#options.stack.env.SONIAROSE_DATA_DIR ?? '', 'journal')
    this.interruptions.push({ attempts: begunBy(folder, worker.child.pid ?? 0), from, until })
  }
}

/** The attempts that a process had noted as begun, by its journal. */
export function begunBy(folder: string, pid: number): Set<string> {
  const files = readdirSync(folder).filter((name) => name.split('.').at(1) === String(pid))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  return new Set(lines.filter((line) => line.startsWith('P ')).map((line) => line.slice(2)))
}

/** Every connection of the product to the database breaks. */
export async function cutConnections(db: pg.Pool): Promise<void> {
  await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND application_name LIKE 'soniarose%'`,
  )
}
