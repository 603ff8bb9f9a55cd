import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import { advanceClock, readClock } from '#app/engine/sandbox_clock'
import { pool } from '#app/core/db'
import { wakeAllWorkers } from '#app/core/doorbell'
import { defineRoute, ok } from '#app/core/http/route'
import { timeSchema } from '#app/core/http/validation'
import { invalid, invalidField } from '#app/core/problem'
import { receiveInSandbox } from '#app/core/server/emulator_mount'
import { announce } from '#app/live/hub'
import { sandboxPhoneRoutes } from '#app/sandbox/phone_routes'
import { numberOf, sandboxOnly } from '#app/sandbox/sandbox_only'

/** Longer jumps are mistakes more often than wishes, and every due moment on the way is walked through. */
const LONGEST_MS = 366 * 24 * 3_600_000

const clock = z
  .object({
    now: timeSchema,
    offset: z.string().meta({ description: 'How far the clock is ahead of the real one, ISO 8601' }),
    nextDueAt: timeSchema
      .nullable()
      .meta({ description: 'When something happens next; null: nothing waits for the clock' }),
  })
  .meta({ id: 'SandboxClock' })

const advance = z
  .object({
    by: z
      .string()
      .regex(
        /^P(?=\d|T\d)(\d{1,3}W|(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,8}S)?)?)$/,
        'must be a duration such as P1D or PT2H; years and months have no fixed length',
      )
      .optional(),
    to: timeSchema.optional(),
  })
  .refine((given) => (given.by === undefined) !== (given.to === undefined), {
    path: ['by'],
    message: 'give either by or to',
  })

const units = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1_000 } as const

/** Milliseconds of a duration of weeks, days, hours, minutes and seconds. */
function millisecondsOf(duration: string): number {
  return [...duration.matchAll(/(\d+)([WDHMS])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  )
}

const inbound = z.object({
  from: z.string().max(40),
  to: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "One of the workspace's numbers; its default sender unless said" }),
  body: z.string().max(1600).default(''),
  mediaUrls: z.array(z.url().max(2000)).max(10).default([]),
})

export const sandboxRoutes = [
  ...sandboxPhoneRoutes,
  defineRoute(
    {
      method: 'GET',
      path: '/api/sandbox/clock',
      summary: "The sandbox's clock",
      access: 'sandbox:read',
      responses: { 200: clock },
    },
    async ({ actor, workspaceId }) => sandboxOnly(actor) ?? ok(await readClock(pool(), workspaceId)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sandbox/clock/advance',
      summary: 'Walks the clock forward; everything due on the way happens at its own time and in order',
      access: 'sandbox:write',
      body: advance,
      responses: { 200: z.object({ now: timeSchema, settled: z.boolean() }) },
    },
    async ({ actor, body, workspaceId }) => {
      const refused = sandboxOnly(actor)
      if (refused !== null) return refused
      const { now } = await readClock(pool(), workspaceId)
      const byMs = body.to === undefined ? millisecondsOf(body.by ?? 'PT0S') : Date.parse(body.to) - Date.parse(now)
      const field = body.to === undefined ? 'by' : 'to'
      if (byMs <= 0) return invalidField(field, 'E_VALIDATION', `The clock only goes forward; it is ${now} now.`)
      if (byMs > LONGEST_MS) return invalidField(field, 'E_VALIDATION', 'One step is at most 366 days.')
      const order = body.to === undefined ? { workspaceId, byMs } : { workspaceId, to: new Date(body.to) }
      const reached = await advanceClock(pool(), order, wakeAllWorkers)
      announce(workspaceId, 'clock', 'runs', 'messages')
      return ok(reached)
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sandbox/inbound',
      summary: 'Plays a phone: a text to the workspace, delivered as a signed webhook by the local Twilio',
      access: 'sandbox:write',
      body: inbound,
      responses: { 200: z.object({ sid: z.string(), delivered: z.boolean() }) },
    },
    async ({ actor, body, db, workspaceId }) => {
      const refused = sandboxOnly(actor)
      if (refused !== null) return refused
      if (body.body === '' && body.mediaUrls.length === 0)
        return invalid([{ path: 'body', code: 'E_REQUIRED', message: 'Write something, or add a picture.' }])
      const from = parsePhone(body.from, 'US')
      if (!from.ok) return invalidField('from', 'E_INVALID_PHONE', from.message)
      const to = await numberOf(db, workspaceId, body.to)
      if (to === null) return invalidField('to', 'E_VALIDATION', 'The workspace has no such number.')
      const media = body.mediaUrls.map((url) => ({ contentType: 'image/jpeg', url }))
      const received = await receiveInSandbox(workspaceId, { from: from.e164, to, body: body.body, media })
      if (received === null) return invalidField('to', 'E_VALIDATION', 'The local Twilio does not know this number.')
      return ok({ sid: received.sid, delivered: received.webhooks.some((webhook) => webhook.status === 200) })
    },
  ),
]
