import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Api } from './api.ts'
import { createDatabase } from './database.ts'
import { eventually, freePort, Program } from './processes.ts'

export interface StackOptions {
  /** BullMQ on the test's Redis instead of Postgres. */
  redis?: boolean
  demo?: boolean
  workers?: number
  env?: Record<string, string>
}

export interface Owner {
  email: string
  password: string
}

/** The whole product as it is run: a server and workers as processes of their own, a database and a data folder. */
export class Stack {
  readonly env: Record<string, string>
  readonly url: string
  readonly owner: Owner
  readonly databaseUrl: string
  #server: Program
  readonly workers: Program[] = []
  readonly #cleanup: (() => Promise<void>)[]

  private constructor(env: Record<string, string>, owner: Owner, cleanup: (() => Promise<void>)[]) {
    this.env = env
    this.owner = owner
    this.url = `http://127.0.0.1:${env.PORT ?? ''}`
    this.databaseUrl = env.DATABASE_URL ?? ''
    this.#cleanup = cleanup
    this.#server = new Program('bin/serve.ts', ['serve'], env)
  }

  static async start(options: StackOptions = {}): Promise<Stack> {
    const database = await createDatabase()
    const dataDir = await mkdtemp(join(tmpdir(), 'soniarose-test-'))
    const port = String(await freePort())
    const owner = { email: 'owner@soniarose.test', password: 'a long enough password' }
    const env = {
      NODE_ENV: 'development',
      PORT: port,
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      SONIAROSE_DATA_DIR: dataDir,
      APP_KEY: 'a key for tests that is long enough',
      SONIAROSE_DEMO: options.demo === false ? '0' : '1',
      SONIAROSE_OWNER_EMAIL: owner.email,
      SONIAROSE_OWNER_PASSWORD: owner.password,
      ...(options.redis ? { REDIS_URL: process.env.TEST_REDIS_URL ?? '' } : {}),
      ...options.env,
    }
    const cleanup = [() => database.drop(), () => rm(dataDir, { recursive: true, force: true })]
    const seed = new Program('bin/console.ts', ['seed'], env)
    if ((await seed.end()) !== 0) throw new Error(`seed failed: ${seed.output}`)
    const stack = new Stack(env, owner, cleanup)
    for (let i = 0; i < (options.workers ?? 1); i += 1) stack.addWorker()
    await stack.ready()
    return stack
  }

  get server(): Program {
    return this.#server
  }

  addWorker(env: Record<string, string> = {}): Program {
    const worker = new Program('bin/worker.ts', ['worker'], { ...this.env, ...env })
    this.workers.push(worker)
    return worker
  }

  /** Kills the server and starts it again on the same port. */
  async restartServer(): Promise<void> {
    await this.#server.kill()
    this.#server = new Program('bin/serve.ts', ['serve'], this.env)
    await this.ready()
  }

  async ready(): Promise<void> {
    await eventually(
      `the server answers; it said: ${this.#server.output}`,
      async () => {
        if (this.#server.ended) throw new Error(`the server ended: ${this.#server.output}`)
        return fetch(`${this.url}/api/health/live`).then(
          (answer) => answer.ok,
          () => false,
        )
      },
      90_000,
    )
  }

  /** A client with a token of the owner's, made by the command that the contract names. */
  async api(): Promise<Api> {
    const command = new Program('bin/console.ts', ['token:create', '--email', this.owner.email], this.env)
    if ((await command.end()) !== 0) throw new Error(`token:create failed: ${command.output}`)
    return new Api(this.url, command.output.trim())
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server.stop(), ...this.workers.map((worker) => worker.stop())])
    for (const undo of this.#cleanup) await undo()
  }
}
