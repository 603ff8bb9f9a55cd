import type { PluginManifest, PluginManifestNode } from '@soniarose/plugin-sdk/manifest'
import { faultsOf } from './json_schema.ts'
import { fillSecrets, mayFetch, readableContact, writableContact } from './permissions.ts'
import { parsePayload, type FetchRequest, type RunReply } from './protocol.ts'
import { SandboxProcess, type ProcessResult } from './sandbox_process.ts'

export interface PluginCall {
  manifest: PluginManifest
  bundle: string
  /** Of the bundle; caches in the child are keyed by it. */
  sha256: string
  node: string
  input: unknown
  contact: Record<string, unknown>
  /** Workspace time, epoch milliseconds. */
  now: number
  seed: string
  /** The plugin's secrets by name; they are filled in by this side and never enter the sandbox. */
  secrets: Record<string, string>
}

export type PluginFailure =
  | 'bad_input'
  | 'bad_output'
  | 'bad_plugin'
  | 'crash'
  | 'memory'
  | 'permission'
  | 'stopped'
  | 'threw'
  | 'timeout'

export type PluginResult =
  | { ok: true; outcome: string; output: unknown; contactPatch: Record<string, unknown>; logs: string[]; cpuMs: number }
  | { ok: false; code: PluginFailure; message: string; retryable: boolean }

export interface PluginResponseData {
  status: number
  headers: Record<string, string>
  body: string
}

/** The one way out: resolves, checks and pins the address itself, and asks `mayVisit` again at each redirect. Throws on refusal. */
export type PluginFetch = (
  request: { url: string; method: string; headers: Record<string, string>; body?: string },
  mayVisit: (url: string) => boolean,
) => Promise<PluginResponseData>

export interface PluginHostOptions {
  fetch: PluginFetch
  /** How many calls run side by side; each has a process of its own. */
  processes?: number
  /** A process with nothing to do ends after this long, in milliseconds. */
  idleMs?: number
}

/** V8 and isolated-vm leak a little with each isolate: a process is replaced after so many calls. */
const CALLS_PER_PROCESS = 1_000

interface ActiveCall {
  call: PluginCall
  fetches: number
}

/**
 * Runs plugin nodes in child processes. `call` never rejects: whatever a plugin does, the answer is a
 * {@link PluginResult}. `stop` ends all children and refuses what comes later.
 */
export class PluginHost {
  readonly #options: Required<PluginHostOptions>
  readonly #idle: SandboxProcess[] = []
  readonly #queue: (() => void)[] = []
  readonly #active = new Map<number, ActiveCall>()
  readonly #all = new Set<SandboxProcess>()
  #timer: NodeJS.Timeout | undefined
  #busy = 0
  #nextId = 1
  #stopped = false

  constructor(options: PluginHostOptions) {
    this.#options = { processes: 2, idleMs: 30_000, ...options }
  }

  async call(call: PluginCall): Promise<PluginResult> {
    const node = call.manifest.nodes.find((candidate) => candidate.name === call.node)
    if (!node) return failed('bad_plugin', `The plugin ${call.manifest.name} has no node ${call.node}.`)
    const faults = faultsOf(node.input, call.input)
    if (!faults.ok) return failed('bad_plugin', `The input schema of ${call.node} can't be read: ${faults.message}`)
    if (faults.found.length > 0) return failed('bad_input', faults.found.join('; '))
    await this.#seat()
    const id = this.#nextId++
    this.#active.set(id, { call, fetches: 0 })
    const process = this.#take()
    try {
      if (!process) return failed('stopped', 'The plugin host is stopping.', true)
      return this.#judge(await this.#run(process, id, call), node, call.manifest)
    } finally {
      this.#active.delete(id)
      if (process) this.#giveBack(process)
      this.#leave()
    }
  }

  /** Ends every child. Calls under way end as `crash`, later ones as `stopped`. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    for (const next of this.#queue.splice(0)) next()
    await Promise.all([...this.#all].map((process) => process.stop()))
    this.#all.clear()
  }

  async #run(process: SandboxProcess, id: number, call: PluginCall): Promise<ProcessResult> {
    const { limits } = call.manifest
    const context = {
      input: call.input,
      contact: readableContact(call.manifest, call.contact),
      now: call.now,
      seed: call.seed,
    }
    return process.run({
      type: 'run',
      id,
      sha256: call.sha256,
      ...(process.knows(call.sha256) ? {} : { bundle: call.bundle }),
      node: call.node,
      context: JSON.stringify(context),
      timeoutMs: limits.timeoutMs,
      memoryMb: limits.memoryMb,
    })
  }

  #judge(result: ProcessResult, node: PluginManifestNode, manifest: PluginManifest): PluginResult {
    if (result.kind === 'died') return failed('crash', result.reason, true)
    if (result.kind === 'killed') {
      const limit = result.by === 'memory' ? `${manifest.limits.memoryMb} MB` : `${manifest.limits.timeoutMs} ms`
      return failed(result.by === 'memory' ? 'memory' : 'timeout', `Stopped: it used more than its ${limit}.`)
    }
    const { reply } = result
    if (!reply.ok) return failed(reply.failure ?? 'threw', reply.value)
    return judgeOutput(reply, node, manifest)
  }

  async #fetch(request: FetchRequest): Promise<{ ok: boolean; value: string }> {
    const active = this.#active.get(request.id)
    if (!active) return { ok: false, value: 'the call is over' }
    const { manifest, secrets } = active.call
    active.fetches += 1
    if (active.fetches > manifest.limits.fetches)
      return { ok: false, value: `more than ${manifest.limits.fetches} fetches` }
    try {
      const { url, init } = parsePayload(request.request) as {
        url: string
        init: { method?: string; headers?: Record<string, string>; body?: string }
      }
      if (!mayFetch(manifest, url))
        return { ok: false, value: `fetch refused: the plugin does not declare the host of ${url}` }
      const response = await this.#options.fetch(
        {
          url,
          method: String(init.method ?? 'GET').toUpperCase(),
          headers: fillSecrets(manifest, init.headers ?? {}, secrets),
          ...(init.body === undefined ? {} : { body: String(init.body) }),
        },
        (next) => mayFetch(manifest, next),
      )
      return { ok: true, value: JSON.stringify(response) }
    } catch (error) {
      return { ok: false, value: error instanceof Error ? error.message : 'the fetch failed' }
    }
  }

  /** Waits until fewer calls run than there may be processes. */
  async #seat(): Promise<void> {
    if (this.#busy >= this.#options.processes) await new Promise<void>((resolve) => this.#queue.push(resolve))
    this.#busy += 1
  }

  #leave() {
    this.#busy -= 1
    this.#queue.shift()?.()
  }

  #take(): SandboxProcess | null {
    if (this.#stopped) return null
    clearTimeout(this.#timer)
    const idle = this.#idle.pop()
    if (idle && !idle.dead) return idle
    const process = new SandboxProcess((request) => this.#fetch(request))
    this.#all.add(process)
    return process
  }

  #giveBack(process: SandboxProcess) {
    if (process.dead || process.calls >= CALLS_PER_PROCESS || this.#stopped) {
      this.#all.delete(process)
      void process.stop()
      return
    }
    this.#idle.push(process)
    this.#timer = setTimeout(() => this.#endIdle(), this.#options.idleMs)
    this.#timer.unref()
  }

  #endIdle() {
    for (const process of this.#idle.splice(0)) {
      this.#all.delete(process)
      void process.stop()
    }
  }
}

function failed(code: PluginFailure, message: string, retryable = false): PluginResult {
  return { ok: false, code, message, retryable }
}

interface GuestResult {
  outcome?: unknown
  output?: unknown
  contactPatch?: unknown
  logs?: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The guest may have patched what writes its result, so that every part of it may be anything. */
function readResult(text: string): GuestResult {
  const result = parsePayload(text)
  if (!isObject(result)) throw new Error('it is no object')
  return result
}

function judgeOutput(reply: RunReply, node: PluginManifestNode, manifest: PluginManifest): PluginResult {
  let result: GuestResult
  try {
    result = readResult(reply.value)
  } catch (error) {
    return failed('bad_output', `The result can't be read: ${error instanceof Error ? error.message : 'no JSON'}.`)
  }
  if (typeof result.outcome !== 'string' || !node.outcomes.includes(result.outcome)) {
    const given =
      result.outcome === undefined ? 'The node gave no outcome' : `The outcome ${shown(result.outcome)} is unknown`
    return failed('bad_output', `${given}; return { outcome, output } with one of ${node.outcomes.join(', ')}.`)
  }
  const faults = faultsOf(node.output, result.output)
  if (!faults.ok) return failed('bad_plugin', `The output schema of ${node.name} can't be read: ${faults.message}`)
  if (faults.found.length > 0) return failed('bad_output', faults.found.join('; '))
  const contact = writableContact(manifest, isObject(result.contactPatch) ? result.contactPatch : {})
  if (!contact.ok) return failed('permission', `The plugin may not write the contact's ${contact.field}.`)
  return {
    ok: true,
    outcome: result.outcome,
    output: result.output ?? null,
    contactPatch: contact.patch,
    logs: Array.isArray(result.logs) ? result.logs.map(String) : [],
    cpuMs: reply.cpuMs,
  }
}

const shown = (value: unknown) => String(JSON.stringify(value)).slice(0, 200)
