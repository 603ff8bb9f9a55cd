import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MAX_PAYLOAD, type FetchRequest, type FromChild, type RunReply, type RunRequest } from './protocol.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const HERE = dirname(CHILD)
const ADDON_MANIFEST = createRequire(import.meta.url).resolve('isolated-vm/package.json')
/** All that the child may read: its own code, and the addon with its loader. */
const READABLE = [
  // node-gyp-build asks by this file whether the C library is musl.
  '/etc/alpine-release',
  `${HERE}/*`,
  resolve(HERE, '../package.json'),
  `${dirname(ADDON_MANIFEST)}/*`,
  `${dirname(createRequire(ADDON_MANIFEST).resolve('node-gyp-build/package.json'))}/*`,
]
const FLAGS = [
  '--no-node-snapshot',
  '--permission',
  '--allow-addons',
  ...READABLE.map((path) => `--allow-fs-read=${path}`),
  '--disable-warning=SecurityWarning',
  '--disable-warning=ExperimentalWarning',
]
/** Clock ticks a second in /proc/<pid>/stat; 100 on every Linux that Node 24 runs on. */
const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4096
const WATCH_EVERY_MS = 50
/** A process may need this much beside the isolate's heap, in bytes. */
const OVERHEAD_BYTES = 160 * 1024 * 1024

export type Killed = 'wall' | 'cpu' | 'memory'

export type ProcessResult =
  | { kind: 'replied'; reply: RunReply }
  | { kind: 'killed'; by: Killed }
  | { kind: 'died'; reason: string }

/** Whether this system lets us take the network away from a child; asked once. */
let netless: string[] | undefined
function withoutNetwork(): string[] {
  netless ??=
    spawnSync('unshare', ['-r', '-n', 'true'], { timeout: 2_000 }).status === 0 ? ['unshare', '-r', '-n', '--'] : []
  return netless
}

function usage(pid: number): { cpuMs: number; rss: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in parentheses, may hold blanks: count the fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { cpuMs: (ticks * 1000) / TICKS_PER_SECOND, rss: Number(fields[21]) * PAGE_BYTES }
  } catch {
    // No /proc (not Linux) or the process has just ended: the wall clock alone watches then.
    return null
  }
}

/**
 * One sandbox child. It is given one call at a time and watched from outside: wall time, CPU time and memory, since
 * isolated-vm's `timeout` ends at the first `await` and its `memoryLimit` doesn't count everything.
 */
export class SandboxProcess {
  readonly #child: ChildProcess
  readonly #known = new Set<string>()
  readonly #onFetch: (request: FetchRequest) => Promise<{ ok: boolean; value: string }>
  #settle: ((result: ProcessResult) => void) | null = null
  #started: Promise<void>
  #ending = 'the sandbox could not be started'
  calls = 0
  dead = false

  constructor(onFetch: (request: FetchRequest) => Promise<{ ok: boolean; value: string }>) {
    this.#onFetch = onFetch
    const [command = '', ...prefix] = [...withoutNetwork(), process.execPath] as string[]
    this.#child = spawn(command, [...prefix, ...FLAGS, CHILD], {
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
    })
    let stderr = ''
    this.#child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2_000)))
    const ready = Promise.withResolvers<void>()
    this.#started = ready.promise
    this.#child.on('message', (message: FromChild) => {
      if (message.type === 'ready') ready.resolve()
      else this.#receive(message)
    })
    const gone = (reason: string) => {
      this.dead = true
      this.#ending = reason
      ready.resolve()
      this.#settle?.({ kind: 'died', reason })
    }
    this.#child.on('error', (error) => gone(error.message))
    this.#child.on('exit', (code, signal) =>
      gone(`the sandbox ended (${signal ?? code}) ${stderr.trim().slice(-300)}`.trim()),
    )
  }

  /** Whether the child has the bundle already. */
  knows(sha256: string): boolean {
    return this.#known.has(sha256)
  }

  /** Runs one call to its end, whatever that is. Never rejects. A killed or dead process must not be used again. */
  async run(request: RunRequest): Promise<ProcessResult> {
    await this.#started
    if (this.dead) return { kind: 'died', reason: this.#ending }
    this.calls += 1
    const result = Promise.withResolvers<ProcessResult>()
    this.#settle = result.resolve
    const stopWatching = this.#watch(request)
    this.#known.add(request.sha256)
    this.#child.send(request)
    try {
      return await result.promise
    } finally {
      stopWatching()
      this.#settle = null
    }
  }

  /** Ends the child; resolves once it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = new Promise<void>((done) => this.#child.once('exit', () => done()))
    this.#child.kill('SIGKILL')
    await gone
  }

  #receive(message: Exclude<FromChild, { type: 'ready' }>) {
    if (message.type === 'ran') {
      this.#settle?.({ kind: 'replied', reply: message })
      return
    }
    void this.#onFetch(message).then(({ ok, value }) => {
      if (this.dead || !this.#child.connected) return
      const cut = value.length > MAX_PAYLOAD
      this.#child.send({
        type: 'fetched',
        fetchId: message.fetchId,
        ok: ok && !cut,
        value: cut ? 'the answer is too large' : value,
      })
    })
  }

  #watch(request: RunRequest): () => void {
    const pid = this.#child.pid
    const limitMs = request.timeoutMs * 2
    const limitBytes = request.memoryMb * 2 * 1024 * 1024 + OVERHEAD_BYTES
    const before = pid ? usage(pid) : null
    const since = performance.now()
    const kill = (by: Killed) => {
      this.dead = true
      this.#settle?.({ kind: 'killed', by })
      this.#child.kill('SIGKILL')
    }
    const timer = setInterval(() => {
      if (performance.now() - since > limitMs) return kill('wall')
      const now = pid ? usage(pid) : null
      if (!now || !before) return
      if (now.cpuMs - before.cpuMs > limitMs) return kill('cpu')
      if (now.rss > limitBytes) kill('memory')
    }, WATCH_EVERY_MS)
    return () => clearInterval(timer)
  }
}
