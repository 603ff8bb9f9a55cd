import type { ServerResponse } from 'node:http'
import { ERROR_TITLES } from '../api/error_titles.ts'
import { newSid } from '../state/sids.ts'

/** A refusal as Twilio words it: an HTTP status, its own code, a sentence. */
export interface Refusal {
  status: number
  code: number
  message: string
}

/** A refusal with a code; the sentence is Twilio's own unless given, the status 400 unless given. */
export function refuse(code: number, options: { message?: string; status?: number } = {}): Refusal {
  return { code, status: options.status ?? 400, message: options.message ?? ERROR_TITLES[code] ?? 'Invalid request' }
}

/** The JSON of Twilio's errors. */
export function refusalBody(refusal: Refusal): string {
  return JSON.stringify({
    code: refusal.code,
    message: refusal.message,
    more_info: `https://www.twilio.com/docs/errors/${refusal.code}`,
    status: refusal.status,
  })
}

/** Answers with JSON and a request id, as every answer of the API has one. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  sendText(res, status, {
    type: 'application/json; charset=utf-8',
    text: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export function sendRefusal(res: ServerResponse, refusal: Refusal, headers: Record<string, string> = {}): void {
  sendText(res, refusal.status, { type: 'application/json; charset=utf-8', text: refusalBody(refusal), headers })
}

export function sendNothing(res: ServerResponse): void {
  res.writeHead(204, { 'Twilio-Request-Id': newSid('RQ') })
  res.end()
}

interface TextAnswer {
  type: string
  text: string
  headers?: Record<string, string>
}

/** Answers with a whole body of known length. Does nothing when the client has gone. */
export function sendText(res: ServerResponse, status: number, answer: TextAnswer): void {
  if (res.destroyed || res.headersSent) return
  res.writeHead(status, {
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.text),
    'Twilio-Request-Id': newSid('RQ'),
    ...answer.headers,
  })
  res.end(answer.text)
}
