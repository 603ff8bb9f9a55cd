import type { Api } from '../../support/api.ts'
import { startCarrier, type Carrier } from '../../support/carrier.ts'
import { Stack, type StackOptions } from '../../support/stack.ts'
import { CONSENT, freshPhone } from '../../support/tenants.ts'

export interface Person {
  id: string
  phone: string
  optInStatus: string
  tags: string[]
  [field: string]: unknown
}

export interface Step {
  seq: number
  nodeId: string
  nodeType: string
  status: string
  outcome: string | null
  startedAt: string
  finishedAt: string | null
  detail: Record<string, unknown> | null
}

export interface Run {
  id: string
  versionId: string
  status: string
  exitReason: string | null
  currentNodeId: string | null
  wakeAt: string | null
  steps: Step[]
}

export interface Text {
  id: string
  body: string
  direction: string
  status: string
  reason: string | null
  providerSid: string | null
  errorCode: number | null
  sentAt: string | null
  createdAt: string
}

type Data = Record<string, unknown>

/** A node of a graph; a stranger who writes files by hand doesn't care where it stands. */
export const node = (id: string, type: string, data: Data = {}) => ({ id, type, position: { x: 0, y: 0 }, data })

/** `'a -> b'` by `next`, `'a.yes -> b'` by another handle. */
export function edge(text: string) {
  const [from = '', target = ''] = text.split(' -> ')
  const [source = '', sourceHandle = 'next'] = from.split('.')
  return { id: text, source, sourceHandle, target }
}

/** The product with a carrier of the test's own, looked at from outside only. */
export class House {
  readonly stack: Stack
  readonly carrier: Carrier
  readonly api: Api

  private constructor(stack: Stack, carrier: Carrier, api: Api) {
    this.stack = stack
    this.carrier = carrier
    this.api = api
  }

  /** Texts may go out at any hour here unless a test says otherwise: what is checked must not depend on when. */
  static async open(options: StackOptions = {}): Promise<House> {
    const carrier = await startCarrier()
    const stack = await Stack.start({ demo: false, ...options, env: { ...carrier.env, ...options.env } })
    carrier.deliverTo(`http://localhost:${stack.env.PORT ?? ''}`)
    const house = new House(stack, carrier, await stack.api())
    await house.setHours('00:00', '24:00')
    return house
  }

  async close(): Promise<void> {
    await this.stack.stop()
    await this.carrier.emulator.close()
  }

  setHours(start: string, end: string) {
    return this.api.expect(200, this.api.patch('/api/settings', { quietHours: { start, end } }))
  }

  /** A contact who has agreed, unless `consent: undefined` is given. */
  person(fields: Data = {}): Promise<Person> {
    return this.api.expect<Person>(
      201,
      this.api.post('/api/contacts', { phone: freshPhone(), consent: CONSENT, ...fields }),
    )
  }

  contact(id: string): Promise<Person> {
    return this.api.expect<Person>(200, this.api.get(`/api/contacts/${id}`))
  }

  /** A published workflow; its trigger has the id `start`. @returns its id */
  async flow(nodes: object[], edges: string[], more: { on?: Data; settings?: Data } = {}): Promise<string> {
    const graph = {
      schemaVersion: 1,
      name: 'Flow',
      settings: more.settings ?? { reentry: 'always' },
      nodes: [node('start', 'trigger', more.on ?? { on: 'manual' }), ...nodes],
      edges: edges.map(edge),
    }
    const { id } = await this.api.expect<{ id: string }>(201, this.api.post('/api/workflows', { name: 'Flow', graph }))
    await this.api.expect(201, this.api.post(`/api/workflows/${id}/publish`))
    return id
  }

  enroll(workflowId: string, ...contactIds: string[]) {
    return this.api.expect<{ enrolled: number; skipped: { contactId: string; reason: string }[] }>(
      202,
      this.api.post(`/api/workflows/${workflowId}/enroll`, { contactIds }),
    )
  }

  /** Moves the sandbox's clock; what was due has been done afterwards. */
  async advance(by = 'PT1S'): Promise<string> {
    const { now, settled } = await this.api.expect<{ now: string; settled: boolean }>(
      200,
      this.api.post('/api/sandbox/clock/advance', { by }),
    )
    if (!settled) throw new Error('the clock did not settle')
    return now
  }

  async now(): Promise<string> {
    return (await this.api.expect<{ now: string }>(200, this.api.get('/api/sandbox/clock'))).now
  }

  /** The newest run of a contact in a workflow, with its steps. */
  async run(workflowId: string, contactId: string): Promise<Run> {
    const path = `/api/workflows/runs?workflowId=${workflowId}&contactId=${contactId}`
    const { data } = await this.api.expect<{ data: { id: string }[] }>(200, this.api.get(path))
    return this.api.expect<Run>(200, this.api.get(`/api/workflows/runs/${data[0]?.id ?? 'none'}`))
  }

  /** Enrols, lets all happen that is due, and gives the run. */
  async through(workflowId: string, contactId: string): Promise<Run> {
    await this.enroll(workflowId, contactId)
    await this.advance()
    return this.run(workflowId, contactId)
  }

  /** A contact's texts, oldest first. */
  async texts(contactId: string): Promise<Text[]> {
    const { data } = await this.api.expect<{ data: Text[] }>(200, this.api.get(`/api/messages?contactId=${contactId}`))
    return data.toReversed()
  }

  /** What came to a phone, oldest first. */
  on(person: Person): string[] {
    return this.carrier.textsTo(person.phone)
  }
}

/** A run's walk in short: `start.next ask.yes`. */
export const walk = (run: Run): string => run.steps.map((step) => `${step.nodeId}.${step.outcome ?? ''}`).join(' ')
