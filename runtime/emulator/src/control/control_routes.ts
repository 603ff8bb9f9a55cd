import { deliveryScriptSchema } from '../delivery/delivery_script.ts'
import { ruleSchema } from '../delivery/rule_book.ts'
import { numberSchema, serviceSchema } from '../options.ts'
import type { EmulatorControl } from './control.ts'
import * as inputs from './control_inputs.ts'

interface RouteInput {
  control: EmulatorControl
  parameters: string[]
  query: URLSearchParams
  body: unknown
}

interface ControlRoute {
  method: string
  pattern: RegExp
  /** `undefined` answers 204, `null` and `false` 404, anything else 200 with it. */
  run: (input: RouteInput) => unknown
}

function route(method: string, path: string, run: ControlRoute['run']): ControlRoute {
  return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), run }
}

/** Every control route. The README lists them with their bodies. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  route('GET', '/state', ({ control }) => ({
    idle: control.isIdle(),
    counts: control.counts(),
    rules: control.rules(),
    optOuts: control.optOuts(),
  })),
  route('GET', '/ledger', ({ control, query }) => ({ counts: control.counts(), rows: control.ledger(window(query)) })),
  route('GET', '/events', ({ control, query }) => ({
    events: control.events({ ...window(query), kind: query.get('kind') ?? undefined }),
  })),
  route('GET', '/phones', ({ control }) => ({ phones: control.phones() })),
  route('GET', '/phones/:phone', ({ control, parameters, query }) => ({
    texts: control.thread(parameters[0] ?? '', query.get('number') ?? undefined),
  })),
  route('GET', '/messages/:sid', ({ control, parameters }) => control.message(parameters[0] ?? '')),
  route('POST', '/messages/:sid/redeliver', ({ control, parameters }) => control.redeliver(parameters[0] ?? '')),
  route('POST', '/inbound', ({ control, body }) => control.receive(inputs.inboundSchema.parse(body))),
  route('POST', '/calls', ({ control, body }) => control.call(inputs.callSchema.parse(body))),
  route('POST', '/webhooks', ({ control, body }) => control.webhook(inputs.webhookSchema.parse(body))),
  route('PUT', '/accounts', ({ control, body }) => {
    const { sid, account } = inputs.accountInputSchema.parse(body)
    control.setAccount(sid, account)
  }),
  route('PUT', '/numbers', ({ control, body }) => control.setNumber(numberSchema.parse(body))),
  route(
    'DELETE',
    '/numbers/:phone',
    ({ control, parameters }) => control.removeNumber(parameters[0] ?? '') && undefined,
  ),
  route('PUT', '/services', ({ control, body }) => control.setService(serviceSchema.parse(body))),
  route('PUT', '/delivery', ({ control, body }) => control.setDelivery(deliveryScriptSchema.parse(body))),
  route('PUT', '/list-lag', ({ control, body }) => control.setListLag(inputs.listLagSchema.parse(body).ms)),
  route('PUT', '/rate', ({ control, body }) =>
    control.setRequestsPerSecond(inputs.rateSchema.parse(body).requestsPerSecond),
  ),
  route('GET', '/rules', ({ control }) => ({ rules: control.rules() })),
  route('POST', '/rules', ({ control, body }) => ({ id: control.addRule(ruleSchema.parse(body)) })),
  route('DELETE', '/rules', ({ control }) => control.clearRules()),
  route('DELETE', '/rules/:id', ({ control, parameters }) => control.removeRule(parameters[0] ?? '') && undefined),
  route('GET', '/opt-outs', ({ control }) => ({ optOuts: control.optOuts() })),
  route('POST', '/opt-outs', ({ control, body }) => {
    const { scope, phone } = inputs.optOutSchema.parse(body)
    control.optOut(scope, phone)
  }),
  route('DELETE', '/opt-outs', ({ control, body }) => {
    const { scope, phone } = inputs.optOutSchema.parse(body)
    control.optIn(scope, phone)
  }),
  route('POST', '/clock', ({ control, body }) => control.advance(inputs.clockSchema.parse(body).advanceMs)),
  route('POST', '/idle', async ({ control, body }) => ({ idle: await control.idle(inputs.idleSchema.parse(body)) })),
  route('POST', '/clear', ({ control, body }) => control.clear(inputs.clearSchema.parse(body))),
]

function window(query: URLSearchParams): { after?: number; limit?: number } {
  const found: { after?: number; limit?: number } = {}
  for (const key of ['after', 'limit'] as const) {
    const value = Number(query.get(key) ?? Number.NaN)
    if (Number.isInteger(value) && value >= 0) found[key] = value
  }
  return found
}
