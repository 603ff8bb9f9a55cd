import { z } from 'zod'
import { deliveryScriptSchema } from './delivery/delivery_script.ts'
import { ruleSchema } from './delivery/rule_book.ts'

const e164OrShort = z.string().regex(/^(\+[1-9]\d{6,14}|\d{3,6})$/, 'a number in E.164 or a short code')
const accountSid = z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'AC and 32 hex digits')
const serviceSid = z.string().regex(/^MG[0-9a-fA-F]{32}$/, 'MG and 32 hex digits')
const url = z
  .string()
  .regex(/^https?:\/\//, 'an http or https URL')
  .or(z.literal(''))

/** An account: its token alone, or its token with more. */
export const accountSchema = z.union([
  z.string().min(1),
  z.strictObject({
    authToken: z.string().min(1),
    apiKeys: z.record(z.string(), z.string()).default({}),
    geoPermissions: z.array(z.string()).nullable().default(null),
  }),
])

export const numberSchema = z.strictObject({
  phone: e164OrShort,
  accountSid: accountSid.nullable().default(null),
  kind: z.enum(['long_code', 'toll_free', 'short_code']).optional(),
  smsUrl: url.default(''),
  smsMethod: z.enum(['GET', 'POST']).default('POST'),
  smsFallbackUrl: url.default(''),
  voiceUrl: url.default(''),
  statusCallback: url.default(''),
  statusCallbackEvents: z.array(z.enum(['initiated', 'ringing', 'answered', 'completed'])).default(['completed']),
  optOutHandledBy: z.enum(['twilio', 'us']).optional(),
  segmentsPerSecond: z.number().positive().nullable().default(null),
})

export const serviceSchema = z.strictObject({
  sid: serviceSid,
  accountSid: accountSid.nullable().default(null),
  friendlyName: z.string().default('Messaging Service'),
  senders: z.array(e164OrShort).default([]),
  inboundRequestUrl: url.default(''),
  useInboundWebhookOnNumber: z.boolean().default(false),
  statusCallback: url.default(''),
  stickySender: z.boolean().default(true),
  smartEncoding: z.boolean().default(false),
  validityPeriod: z.int().min(1).max(36_000).default(36_000),
  advancedOptOut: z.boolean().default(false),
})

/** Everything that an emulator can be told at its start. The README says what each one does. */
export const optionsSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^(\/[\w.-]+)*$/, 'empty, or a path such as /dev/twilio')
    .default(''),
  publicUrl: z
    .string()
    .regex(/^https?:\/\/[^/]+$/, 'an origin such as http://127.0.0.1:4010')
    .optional(),
  accounts: z.record(accountSid, accountSchema).default({}),
  unknownAccounts: z.enum(['refuse', 'known_token', 'adopt']).default('refuse'),
  numbers: z.array(numberSchema).default([]),
  unknownSenders: z.enum(['refuse', 'adopt']).default('refuse'),
  /** What an adopted number is like. */
  adoptedNumber: numberSchema.omit({ phone: true }).partial().default({}),
  services: z.array(serviceSchema).default([]),
  handleOptOuts: z.boolean().default(true),
  delivery: deliveryScriptSchema.default({}),
  rules: z.array(ruleSchema).default([]),
  magicNumbers: z.boolean().default(true),
  requestsPerSecond: z.number().positive().nullable().default(null),
  keep: z.int().min(1).default(10_000),
  keepEvents: z.int().min(0).default(5_000),
  ledger: z.enum(['rows', 'counts']).default('rows'),
  /** Fetches the media of outbound texts, and fails those whose media can't be had. */
  fetchMedia: z.boolean().default(false),
  requireMediaAuth: z.boolean().default(false),
  webhookConcurrency: z.int().min(1).default(64),
  seed: z.int().default(1),
  control: z.boolean().default(true),
  clock: z.custom<(accountSid: string) => number>((value) => typeof value === 'function').optional(),
  dial: z.custom<(url: URL) => URL>((value) => typeof value === 'function').optional(),
})

export type EmulatorOptions = z.input<typeof optionsSchema>
export type Settings = z.infer<typeof optionsSchema>
export type AccountInput = z.input<typeof accountSchema>
export type NumberInput = z.input<typeof numberSchema>
export type ServiceInput = z.input<typeof serviceSchema>
