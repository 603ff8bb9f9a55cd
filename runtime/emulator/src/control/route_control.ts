import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { sendNothing, sendText } from '../http/answer.ts'
import { isLocalRequest } from '../http/loopback.ts'
import { readBody } from '../http/read_body.ts'
import type { EmulatorControl } from './control.ts'
import { CONTROL_ROUTES } from './control_routes.ts'

interface ControlRequest {
  control: EmulatorControl
  enabled: boolean
  req: IncomingMessage
  res: ServerResponse
}

/** Answers a request under `/control`: JSON in, JSON out, to this machine only. `path` begins after `/control`. */
export async function routeControl(request: ControlRequest, path: string, search: string): Promise<void> {
  const { control, enabled, req, res } = request
  if (!enabled || !isLocalRequest(req)) {
    sendProblem(res, 403, 'The control routes answer on this machine only')
    return
  }
  const method = req.method ?? 'GET'
  const route = CONTROL_ROUTES.find((one) => one.method === method && one.pattern.test(path))
  if (route === undefined) {
    sendProblem(res, 404, `No control route ${method} ${path}`)
    return
  }
  const text = await readBody(req)
  const parameters = (route.pattern.exec(path) ?? []).slice(1).map(decodeURIComponent)
  const body = readJson(text)
  if (!body.ok) {
    sendProblem(res, 400, 'The body is not JSON')
    return
  }
  try {
    const answer = await route.run({ control, parameters, query: new URLSearchParams(search), body: body.value })
    if (answer === undefined) sendNothing(res)
    else if (answer === null || answer === false) sendProblem(res, 404, 'There is no such thing here')
    else sendText(res, 200, { type: 'application/json; charset=utf-8', text: JSON.stringify(answer) })
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    sendProblem(res, 422, z.prettifyError(error))
  }
}

function readJson(text: string | null): { ok: true; value: unknown } | { ok: false } {
  if (text === null) return { ok: false }
  if (text.trim() === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

function sendProblem(res: ServerResponse, status: number, detail: string): void {
  sendText(res, status, {
    type: 'application/problem+json',
    text: JSON.stringify({ status, title: 'Emulator control', detail }),
  })
}
