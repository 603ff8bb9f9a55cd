import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Api } from '../support/api.ts'
import { eventually, type Program } from '../support/processes.ts'
import { Stack } from '../support/stack.ts'
import { audit, type Audit } from './audit.ts'
import { begunBy } from './monkey.ts'
import type { Interruption } from './audit.ts'
import { startRoughCarrier, type RoughCarrier } from './rough_carrier.ts'

/** The system calls of a send: the journal's, the database's and the carrier's sockets are written and read by these. */
export const CALLS = ['write', 'writev', 'read', 'epoll_pwait'] as const
export type Call = (typeof CALLS)[number]

/** A worker is killed as it enters its n-th call of this name, counted from the moment at which it has its second text to send. */
export interface KillPoint {
  call: Call
  n: number
}

export interface KillReport extends Audit {
  killed: number
  /** Points that the send did not come to: it ended before. */
  survived: number
}

/** Why no process can be killed at its system calls on this machine; null when one can. */
export function whyNoTracing(): { missing: boolean; why: string } | null {
  const found = spawnSync('strace', ['-f', '-o', '/dev/null', '-e', 'trace=write', 'true'], { encoding: 'utf8' })
  if (found.error) return { missing: true, why: 'there is no strace here (Debian: apt-get install strace)' }
  if (found.status === 0) return null
  return { missing: false, why: `this machine does not let one process trace another: ${found.stderr.trim()}` }
}

type Cleanup = (callback: () => Promise<void>) => void

/** One product whose workers die one after the other, each while it sends one text. */
export class KillGround {
  readonly #carrier: RoughCarrier
  readonly #stack: Stack
  readonly #api: Api
  readonly #db: pg.Pool
  readonly #workflowId: string
  readonly #interruptions: Interruption[] = []
  #killed = 0
  #survived = 0
  #contacts = 0

  private constructor(parts: { carrier: RoughCarrier; stack: Stack; api: Api; db: pg.Pool; workflowId: string }) {
    this.#carrier = parts.carrier
    this.#stack = parts.stack
    this.#api = parts.api
    this.#db = parts.db
    this.#workflowId = parts.workflowId
  }

  static async create(cleanup: Cleanup): Promise<KillGround> {
    const carrier = await startRoughCarrier({ isMoody: false })
    cleanup(() => carrier.stop())
    const stack = await Stack.start({ workers: 0, demo: false, env: carrier.env })
    cleanup(() => stack.stop())
    const api = await stack.api()
    const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 })
    cleanup(() => db.end())
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
    const workflow = await api.expect<{ id: string }>(
      201,
      api.post('/api/workflows', { name: 'One text', graph: GRAPH }),
    )
    await api.expect(201, api.post(`/api/workflows/${workflow.id}/publish`))
    return new KillGround({ carrier, stack, api, db, workflowId: workflow.id })
  }

  /** Starts a worker, which cleans up after the former one, and kills it at this point of sending a text. */
  async kill({ call, n }: KillPoint): Promise<'killed' | 'survived'> {
    const worker = this.#stack.addWorker()
    await eventually('a worker is up', () => worker.output.includes('Working.') || worker.ended)
    await this.#settled()
    // A worker's first text has it load the carrier's SDK: some hundred calls that have nothing to do with a send.
    const first = await this.#enrollSomebody()
    await eventually('its first text is sent', () => this.#isSent(first))
    const tracer = await attach(worker, call, n)
    const contactId = await this.#enrollSomebody()
    await eventually(
      'the worker is dead, or the text is sent',
      async () => worker.ended || (await this.#isSent(contactId)),
    )
    // What comes after the text's own records is the worker's too.
    if (!worker.ended) await sleep(50)
    const survived = !worker.ended
    await worker.kill()
    if (tracer.exitCode === null) tracer.kill('SIGKILL')
    this.#remember(worker)
    if (survived) this.#survived += 1
    else this.#killed += 1
    return survived ? 'survived' : 'killed'
  }

  /** The last worker cleans up; then both records are laid side by side. */
  async report(): Promise<KillReport> {
    const worker = this.#stack.addWorker()
    await eventually('a worker is up', () => worker.output.includes('Working.'))
    await this.#settled()
    const posts = await this.#carrier.posts()
    return { ...(await audit(this.#db, posts, this.#interruptions)), killed: this.#killed, survived: this.#survived }
  }

  /** Every text so far has come to its end, or its end is unknown. */
  async #settled(): Promise<void> {
    await eventually(
      'the new worker has settled what the dead one left',
      async () => {
        const { rows } = await this.#db.query<{ busy: boolean }>(
          `SELECT EXISTS (SELECT FROM runs r WHERE r.status IN ('ready', 'waiting')
             AND NOT EXISTS (SELECT FROM messages m WHERE m.run_id = r.id AND m.status = 'unknown'))
           OR EXISTS (SELECT FROM messages WHERE status IN ('planned', 'held', 'sending')) AS busy`,
        )
        return rows[0]?.busy === false
      },
      30_000,
    )
  }

  async #isSent(contactId: string): Promise<boolean> {
    const { rows } = await this.#db.query<{ sent: boolean }>(
      `SELECT EXISTS (SELECT FROM runs WHERE contact_id = $1 AND status = 'completed') AS sent`,
      [contactId],
    )
    return rows[0]?.sent === true
  }

  async #enrollSomebody(): Promise<string> {
    const contactId = await this.#addContact()
    const enrolled = this.#api.post(`/api/workflows/${this.#workflowId}/enroll`, { contactIds: [contactId] })
    await this.#api.expect(202, enrolled)
    return contactId
  }

  async #addContact(): Promise<string> {
    this.#contacts += 1
    const { rows } = await this.#db.query<{ id: string }>(
      `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, time_zone, created_at, updated_at)
       VALUES ((SELECT id FROM workspaces LIMIT 1), $1, 'Ada', 'opted_in', $2, now(), now()) RETURNING id`,
      [`+1415${3_000_000 + this.#contacts}`, zoneInDaylight()],
    )
    return rows[0]?.id ?? ''
  }

  #remember(worker: Program): void {
    const folder = join(this.#stack.env.SONIAROSE_DATA_DIR ?? '', 'journal')
    const now = Date.now()
    this.#interruptions.push({ attempts: begunBy(folder, worker.child.pid ?? 0), from: now, until: now })
  }
}

/** Lets a process die as it enters its n-th call from now on. */
async function attach(worker: Program, call: string, n: number): Promise<ChildProcess> {
  const pid = String(worker.child.pid)
  const tracer = spawn(
    'strace',
    ['-f', '-qq', '-o', '/dev/null', '-p', pid, '-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${n}`],
    { stdio: 'ignore' },
  )
  await eventually('the worker is traced', () => worker.ended || isTraced(pid))
  return tracer
}

function isTraced(pid: string): boolean {
  try {
    return /^TracerPid:\s+[1-9]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    // It has died already.
    return true
  }
}

const GRAPH = {
  schemaVersion: 1,
  name: 'One text',
  settings: { reentry: 'never' },
  nodes: [
    { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
    { id: 'text', type: 'send_sms', position: { x: 0, y: 120 }, data: { body: 'Joy. Reply STOP to opt out.' } },
  ],
  edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'text' }],
}

/** A zone where it is about noon now: the law's own quiet hours hold for every setting. */
function zoneInDaylight(): string {
  const ahead = ((12 - new Date().getUTCHours() + 36) % 24) - 12
  // Etc zones have their sign reversed.
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
