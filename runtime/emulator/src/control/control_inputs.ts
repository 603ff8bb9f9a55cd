import { z } from 'zod'
import { accountSchema } from '../options.ts'

const accountSid = z.string().regex(/^AC[0-9a-fA-F]{32}$/)
const phone = z.string().min(3).max(20)

/** The bodies that the control routes take. */
export const inboundSchema = z.strictObject({
  from: phone,
  to: phone,
  body: z.string().max(10_000).default(''),
  media: z
    .array(
      z
        .strictObject({
          contentType: z.string(),
          /** Base64. */
          data: z
            .base64()
            .transform((text) => Buffer.from(text, 'base64'))
            .optional(),
          url: z.string().optional(),
        })
        .transform(({ contentType, data, url }) => ({
          contentType,
          ...(data === undefined ? {} : { data }),
          ...(url === undefined ? {} : { url }),
        })),
    )
    .max(10)
    .default([]),
  accountSid: accountSid.optional(),
  copies: z.int().min(0).max(100).optional(),
  badSignature: z.boolean().optional(),
  params: z.record(z.string(), z.string()).optional(),
})

export const callSchema = z.strictObject({
  from: phone,
  to: phone,
  outcome: z.enum(['completed', 'no-answer', 'busy', 'failed', 'canceled']).optional(),
  durationSeconds: z.int().min(0).max(86_400).optional(),
  accountSid: accountSid.optional(),
  copies: z.int().min(0).max(100).optional(),
  badSignature: z.boolean().optional(),
})

export const webhookSchema = z.strictObject({
  accountSid,
  url: z.string().regex(/^https?:\/\//),
  params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  json: z.unknown().optional(),
  method: z.enum(['GET', 'POST']).optional(),
  badSignature: z.boolean().optional(),
})

export const accountInputSchema = z.strictObject({ sid: accountSid, account: accountSchema })
export const clearSchema = z.strictObject({ rules: z.boolean().default(true), optOuts: z.boolean().default(true) })
export const idleSchema = z.strictObject({ timeoutMs: z.number().min(0).max(600_000).default(10_000) })
export const clockSchema = z.strictObject({ advanceMs: z.number().min(0) })
export const listLagSchema = z.strictObject({ ms: z.number().min(0) })
export const rateSchema = z.strictObject({ requestsPerSecond: z.number().positive().nullable() })
export const optOutSchema = z.strictObject({ scope: z.string().min(1), phone })
