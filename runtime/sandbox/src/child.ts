import ivm from 'isolated-vm'
import { GUEST_BOOTSTRAP, GUEST_CALL } from './guest.ts'
import type { FromChild, GuestFailure, RunReply, RunRequest, ToChild } from './protocol.ts'

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
  return (request: string) =>
    new Promise<string>((resolve, reject) => {
      const fetchId = nextFetch++
      fetches.set(fetchId, { resolve, reject })
      send({ type: 'fetch', id: callId, fetchId, request: String(request) })
    })
}

function failureOf(error: unknown, isolate: ivm.Isolate): GuestFailure {
  const message = error instanceof Error ? error.message : ''
  if (isolate.isDisposed) return 'memory'
  if (message.includes('timed out')) return 'timeout'
  if (message.startsWith('The bundle has no node') || error instanceof SyntaxError) return 'bad_plugin'
  return 'threw'
}

async function execute(isolate: ivm.Isolate, request: RunRequest, bundle: string): Promise<string> {
  const context = await isolate.createContext()
  const timeout = request.timeoutMs
  await context.evalClosure(GUEST_BOOTSTRAP, [new ivm.Reference(hostFetch(request.id))], { timeout })
  const script = await isolate.compileScript(bundle, { filename: 'plugin.js' })
  await script.run(context, { timeout })
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
    const value = error instanceof Error ? error.message : String(error)
    return { ...reply, ok: false, value: value.slice(0, 2_000), failure: failureOf(error, isolate), cpuMs: 0 }
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
