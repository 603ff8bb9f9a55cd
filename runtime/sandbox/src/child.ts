import ivm from 'isolated-vm'
import { GUEST_BOOTSTRAP, GUEST_CALL } from './guest.ts'
import {
  MAX_PAYLOAD,
  type FromChild,
  type GuestFailure,
  type RunReply,
  type RunRequest,
  type ToChild,
} from './protocol.ts'

/**
 * The sandbox process: it has no database, no keys and no network of its own. One call at a time; each in a fresh
 * isolate that is thrown away. What the isolate's own limits miss, the parent kills from outside.
 */
const bundles = new Map<string, string>()
const fetches = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>()
let nextFetch = 1

function send(message: FromChild) {
  process.send?.(message)
}

function hostFetch(callId: number) {
  return (request: string) => {
    const answer = new Promise<string>((resolve, reject) => {
      // Refused here: a flood of them would fill the worker's memory before it could say no.
      if (request.length > MAX_PAYLOAD) return reject(new Error(`a request of more than ${MAX_PAYLOAD} characters`))
      const fetchId = nextFetch++
      fetches.set(fetchId, { resolve, reject })
      send({ type: 'fetch', id: callId, fetchId, request: String(request) })
    })
    // isolated-vm listens a moment later: until then a refusal must not pass for one that nobody handles, which would
    // end this process, in the midst of another plugin's call.
    answer.catch(() => undefined)
    return answer
  }
}

/** isolated-vm's own words when a call into an isolate takes too long. */
const TIMED_OUT = 'Script execution timed out.'
/** What isolated-vm says of anything thrown that is neither an Error nor a primitive. */
const NO_ERROR = 'An object was thrown from supplied code within isolated-vm'

/** A bundle that can't be compiled, or fails before a node of it was called. */
class BundleFault extends Error {}

function failureOf(error: unknown, isolate: ivm.Isolate): GuestFailure {
  const message = error instanceof Error ? error.message : ''
  if (isolate.isDisposed) return 'memory'
  if (message === TIMED_OUT) return 'timeout'
  if (error instanceof BundleFault || message.startsWith('The bundle has no node')) return 'bad_plugin'
  return 'threw'
}

function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith(NO_ERROR)) return 'It threw something that is no Error; throw new Error("what went wrong").'
  return message.slice(0, 2_000)
}

async function load(
  isolate: ivm.Isolate,
  context: ivm.Context,
  { bundle, timeout }: { bundle: string; timeout: number },
) {
  try {
    const script = await isolate.compileScript(bundle, { filename: 'plugin.js' })
    await script.run(context, { timeout })
  } catch (error) {
    const message = wordsOf(error)
    if (isolate.isDisposed || message === TIMED_OUT) throw error
    throw new BundleFault(`The bundle can't be loaded: ${message}`)
  }
}

async function execute(isolate: ivm.Isolate, request: RunRequest, bundle: string): Promise<string> {
  const context = await isolate.createContext()
  const timeout = request.timeoutMs
  await context.evalClosure(GUEST_BOOTSTRAP, [new ivm.Reference(hostFetch(request.id))], { timeout })
  await load(isolate, context, { bundle, timeout })
  const result: unknown = await context.evalClosure(GUEST_CALL, [request.node, request.context], {
    timeout,
    arguments: { copy: true },
    result: { promise: true, copy: true },
  })
  if (typeof result !== 'string') throw new Error('The plugin gave no result.')
  return result
}

async function run(request: RunRequest): Promise<RunReply> {
  const reply = { type: 'ran', id: request.id } as const
  if (request.bundle !== undefined) bundles.set(request.sha256, request.bundle)
  const bundle = bundles.get(request.sha256)
  if (bundle === undefined)
    return { ...reply, ok: false, value: 'The bundle is not here.', failure: 'bad_plugin', cpuMs: 0 }
  const isolate = new ivm.Isolate({ memoryLimit: request.memoryMb })
  try {
    const value = await execute(isolate, request, bundle)
    return { ...reply, ok: true, value, cpuMs: Number(isolate.cpuTime) / 1e6 }
  } catch (error) {
    return { ...reply, ok: false, value: wordsOf(error), failure: failureOf(error, isolate), cpuMs: 0 }
  } finally {
    if (!isolate.isDisposed) isolate.dispose()
    fetches.clear()
  }
}

process.on('message', (message: ToChild) => {
  if (message.type === 'run') {
    void run(message).then(send)
    return
  }
  const waiting = fetches.get(message.fetchId)
  fetches.delete(message.fetchId)
  if (message.ok) waiting?.resolve(message.value)
  else waiting?.reject(new Error(message.value))
})
process.on('disconnect', () => process.exit(0))
send({ type: 'ready' })
