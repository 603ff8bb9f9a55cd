/** What parent and child say to each other over IPC. Only plain data; every payload of the guest is a JSON string. */

export interface RunRequest {
  type: 'run'
  id: number
  sha256: string
  /** Sent the first time that this child meets the bundle. */
  bundle?: string
  node: string
  /** `{input, contact, now, seed}` as JSON. */
  context: string
  timeoutMs: number
  memoryMb: number
}

export interface FetchReply {
  type: 'fetched'
  fetchId: number
  ok: boolean
  /** The response as JSON when ok, else the reason. */
  value: string
}

export type ToChild = RunRequest | FetchReply

export type GuestFailure = 'timeout' | 'memory' | 'threw' | 'bad_plugin'

export interface RunReply {
  type: 'ran'
  id: number
  ok: boolean
  /** `{outcome, output, contactPatch, logs}` as JSON when ok, else what went wrong. */
  value: string
  failure?: GuestFailure
  cpuMs: number
}

export interface FetchRequest {
  type: 'fetch'
  id: number
  fetchId: number
  /** `{url, init}` as JSON. */
  request: string
}

export type FromChild = { type: 'ready' } | RunReply | FetchRequest

/** The largest context, result or fetch body that crosses the boundary, in characters. */
export const MAX_PAYLOAD = 256 * 1024

/** The deepest nesting that is parsed: a deeper one overflows V8's native stack. */
const MAX_DEPTH = 64

/**
 * Parses JSON that a stranger wrote. Throws an Error for what is too long, too deep or no JSON.
 */
export function parsePayload(text: string, limit = MAX_PAYLOAD): unknown {
  if (text.length > limit) throw new Error(`${text.length} characters are more than the ${limit} allowed`)
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i)
    // Brackets inside strings count too: that only makes the limit stricter for them.
    if (char === 0x5b || char === 0x7b) depth += 1
    else if (char === 0x5d || char === 0x7d) depth -= 1
    if (depth > MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH}`)
  }
  return JSON.parse(text)
}
