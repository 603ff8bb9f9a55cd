/** Limits of one import; a Studio flow has at most 1,000 states. */
export const MAX_STATES = 1_000
export const MAX_BYTES = 1024 * 1024

export interface StudioCondition {
  type: string
  value: string
  arguments: string[]
  name: string
}

export interface StudioTransition {
  event: string
  /** null: the branch ends here. */
  next: string | null
  conditions: StudioCondition[]
}

export interface StudioState {
  name: string
  type: string
  properties: Record<string, unknown>
  transitions: StudioTransition[]
  raw: Record<string, unknown>
}

export interface StudioFlow {
  description: string
  initialState: string
  states: StudioState[]
}

export type FlowResult = { ok: true; flow: StudioFlow } | { ok: false; message: string }

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/**
 * Reads a Studio flow: the definition itself, as the console exports it, or the API's answer with a `definition`.
 * Lenient about loose types (a time-out is text in old exports), strict about what would lose something: text that is
 * no JSON, states without a name or with one name twice, a `next` that leads nowhere.
 */
export function readFlow(source: string): FlowResult {
  if (Buffer.byteLength(source) > MAX_BYTES)
    return { ok: false, message: 'The file is larger than 1 MB, which no Studio flow is.' }
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch (error) {
    return { ok: false, message: `This is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` }
  }
  const definition = isRecord(json) && isRecord(json['definition']) ? json['definition'] : json
  if (!isRecord(definition) || !Array.isArray(definition['states'])) {
    return { ok: false, message: 'This is no Studio flow: it has no list of states.' }
  }
  const raw: unknown[] = definition['states']
  if (raw.length > MAX_STATES)
    return { ok: false, message: `The flow has ${raw.length} states; Studio allows ${MAX_STATES}.` }
  const states = raw.filter(isRecord).map(readState)
  const fault = states.length < raw.length ? 'A state is no object.' : faultOf(states)
  if (fault) return { ok: false, message: fault }
  return {
    ok: true,
    flow: { description: text(definition['description']), initialState: text(definition['initial_state']), states },
  }
}

function readState(raw: Record<string, unknown>): StudioState {
  const transitions = Array.isArray(raw['transitions']) ? raw['transitions'].filter(isRecord) : []
  return {
    name: text(raw['name']),
    type: text(raw['type']),
    properties: isRecord(raw['properties']) ? raw['properties'] : {},
    transitions: transitions.map((transition) => ({
      event: text(transition['event']),
      next: text(transition['next']) || null,
      conditions: (Array.isArray(transition['conditions']) ? transition['conditions'].filter(isRecord) : []).map(
        (condition) => ({
          type: text(condition['type']),
          value: text(condition['value']),
          arguments: Array.isArray(condition['arguments']) ? condition['arguments'].map(text) : [],
          name: text(condition['friendly_name']),
        }),
      ),
    })),
    raw,
  }
}

function faultOf(states: StudioState[]): string | null {
  const names = new Set<string>()
  for (const { name } of states) {
    if (!name) return 'A state has no name.'
    if (names.has(name)) return `Two states are called "${name}".`
    names.add(name)
  }
  for (const { name, transitions } of states) {
    const lost = transitions.find(({ next }) => next !== null && !names.has(next))
    if (lost) return `The state "${name}" leads on ${lost.event} to "${lost.next}", which does not exist.`
  }
  return null
}
