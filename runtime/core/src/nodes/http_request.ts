import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'
import { compileTemplate } from '../template/template.ts'
import { settleEffect } from './effect_outcome.ts'

const BODY_LIMIT = 20_000
const HEADER_LIMIT = 2000
const WEB_ADDRESS = /^https?:\/\/[^\s/]+/i

/** Asks or tells another system, and waits for its answer. Whether the address may be called is the host's to judge. */
export const httpRequest = defineRunner(NODE_DEFINITIONS.http_request, (data, nodeId) => {
  const url = compileTemplate(data.url, { outputLimit: HEADER_LIMIT })
  const headers = Object.entries(data.headers ?? {}).map(
    ([name, value]) => [name, compileTemplate(value, { outputLimit: HEADER_LIMIT })] as const,
  )
  const body = data.body ? compileTemplate(data.body, { templateLimit: BODY_LIMIT, outputLimit: BODY_LIMIT }) : null
  const names = data.saveAs === undefined ? [nodeId] : [nodeId, data.saveAs]
  return {
    enter(visit) {
      const address = url.render(visit).trim()
      if (!WEB_ADDRESS.test(address))
        return {
          to: 'leave',
          handle: 'failed',
          status: 'failed',
          detail: { error: { code: 'bad_address', message: address.slice(0, 200) } },
        }
      const id = visit.newId()
      visit.emit({
        type: 'http_request',
        id,
        nodeId,
        seq: visit.run.seq,
        method: data.method,
        url: address,
        headers: Object.fromEntries(headers.map(([name, value]) => [name, oneLine(value.render(visit))])),
        body: body?.render(visit) ?? null,
      })
      return { to: 'wait', wait: { kind: 'effect', key: id, wakeAt: null } }
    },
    resume(visit, signal) {
      if (signal?.kind !== 'effect') return leave('failed', {})
      return settleEffect(visit, signal, { handle: 'next', names })
    },
  }
})

/** A header's value may not bring further headers along. */
function oneLine(value: string): string {
  return value.replace(/[\r\n\0]+/g, ' ').trim()
}
