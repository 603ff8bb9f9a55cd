import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import { registerWithEmulator, sandboxEmulator } from '#app/core/server/emulator_mount'
import { defineRoute, ok } from '#app/core/http/route'
import { conflict, invalidField, notFound } from '#app/core/problem'
import { numberOf, sandboxOnly } from '#app/sandbox/sandbox_only'
import { SCRIPT_NAMES } from '#app/sandbox/phone_scripts'
import { phoneScripts, setPhoneScript } from '#app/sandbox/phones'

const fields = {
  name: z.enum(SCRIPT_NAMES),
  errorCode: z
    .int()
    .min(10_000)
    .max(99_999)
    .optional()
    .meta({ description: 'Of undelivered and failed: the carrier’s code' }),
  delaySeconds: z.int().min(1).max(86_400).optional().meta({ description: 'Of delayed; real seconds' }),
  once: z.boolean().optional().meta({ description: 'Only the next text' }),
}

const phoneScript = z
  .object({ phone: z.string(), ...fields, used: z.int().meta({ description: 'Texts that it has befallen' }) })
  .meta({ id: 'PhoneScript' })

const noEmulator = () =>
  conflict('E_NO_EMULATOR', 'This server texts through another address than its own emulator; set the script there.')

const call = z.object({
  from: z.string().max(40),
  to: z.string().max(40).optional().meta({ description: "One of the workspace's numbers; its default unless said" }),
  outcome: z.enum(['completed', 'no-answer', 'busy', 'failed', 'canceled']).default('completed'),
  durationSeconds: z.int().min(0).max(86_400).optional(),
})

/** What is no number names no phone. */
const numberInAddress = z
  .string()
  .max(40)
  .refine((given) => parsePhone(given, 'US').ok)

export const sandboxPhoneRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/sandbox/phones',
      summary: 'The phones whose texts do not simply arrive, and what the local Twilio does with them',
      access: 'sandbox:read',
      responses: { 200: z.object({ data: z.array(phoneScript) }) },
    },
    async ({ actor, workspaceId }) => {
      const refused = sandboxOnly(actor)
      if (refused !== null) return refused
      const scripts = phoneScripts(workspaceId)
      return ok({ data: (scripts ?? []).map(({ phone, script, used }) => ({ phone, ...script, used })) })
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/sandbox/phones/:phone',
      summary: 'How texts to a phone fare from now on: delivered, late, failed, told of twice, never or in disorder, …',
      access: 'sandbox:write',
      params: z.object({ phone: numberInAddress }),
      body: z.object(fields),
      responses: { 200: phoneScript },
    },
    async ({ actor, db, body, params, workspaceId }) => {
      const refused = sandboxOnly(actor)
      if (refused !== null) return refused
      const phone = parsePhone(params.phone, 'US')
      if (!phone.ok) return notFound('A phone of this number')
      if (!(await setPhoneScript(db, { workspaceId, phone: phone.e164 }, body))) return noEmulator()
      return ok({ phone: phone.e164, ...body, used: 0 })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sandbox/calls',
      summary: 'Plays a phone: a call to the workspace, told of by signed webhooks of the local Twilio',
      access: 'sandbox:write',
      body: call,
      responses: { 200: z.object({ sid: z.string(), delivered: z.boolean() }) },
    },
    async ({ actor, db, body, workspaceId }) => {
      const refused = sandboxOnly(actor)
      if (refused !== null) return refused
      const control = sandboxEmulator()
      if (control === null) return noEmulator()
      const from = parsePhone(body.from, 'US')
      if (!from.ok) return invalidField('from', 'E_INVALID_PHONE', from.message)
      const to = await numberOf(db, workspaceId, body.to)
      if (to === null) return invalidField('to', 'E_VALIDATION', 'The workspace has no such number.')
      await registerWithEmulator(workspaceId)
      const placed = await control.call({ ...body, from: from.e164, to })
      if (placed === null) return invalidField('to', 'E_VALIDATION', 'The local Twilio does not know this number.')
      return ok({ sid: placed.sid, delivered: placed.webhooks.every((webhook) => webhook.status === 200) })
    },
  ),
]
