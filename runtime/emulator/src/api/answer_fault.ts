import type { ServerResponse } from 'node:http'
import type { Fault } from '../delivery/fault.ts'
import { refuse, sendRefusal, sendText } from '../http/answer.ts'
import type { LedgerAnswer } from '../state/ledger.ts'

/** How the ledger calls an answer that suffered the fault. */
export function answerUnder(fault: Fault | null): LedgerAnswer {
  if (fault === null) return 'given'
  if (fault.answer !== 'error' && fault.answer !== 'html') return 'hidden'
  return fault.accept ? 'replaced' : 'given'
}

/** Gives the client what the fault says. `truth` is the answer that it would have had. */
export function answerFault(res: ServerResponse, fault: Fault, truth: string): void {
  if (fault.latencyMs > 0) setTimeout(() => answerNow(res, fault, truth), fault.latencyMs).unref()
  else answerNow(res, fault, truth)
}

function answerNow(res: ServerResponse, fault: Fault, truth: string): void {
  switch (fault.answer) {
    case 'error':
      return sendRefusal(res, refuse(codeOf(fault), { status: fault.status }), retryAfter(fault))
    case 'html':
      return sendText(res, fault.status, {
        type: 'text/html',
        text: `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`,
        headers: retryAfter(fault),
      })
    case 'hang':
      return
    case 'drop':
      return void res.destroy()
    case 'truncated':
      res.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(truth) })
      res.write(truth.slice(0, truth.length >> 1), () => res.destroy())
      return
    case 'garbage':
      return sendText(res, 201, { type: 'application/json', text: '{"sid": ' })
    default: {
      const exhaustive: never = fault.answer
      throw new Error(`unknown answer ${String(exhaustive)}`)
    }
  }
}

function codeOf(fault: Fault): number {
  if (fault.code !== undefined) return fault.code
  if (fault.status === 429) return 20429
  return fault.status === 503 ? 20503 : 20500
}

function retryAfter(fault: Fault): Record<string, string> {
  return fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) }
}
