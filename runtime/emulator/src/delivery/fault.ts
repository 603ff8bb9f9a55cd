import { z } from 'zod'

const faultSchema = z.strictObject({
  /**
   * What the client gets: `error` Twilio's JSON error, `html` a proxy's page, `hang` nothing (the connection stays open),
   * `drop` a cut connection, `truncated` half an answer and then a cut, `garbage` a 201 that isn't JSON.
   */
  answer: z.enum(['error', 'html', 'hang', 'drop', 'truncated', 'garbage']),
  /** Whether the request is carried out all the same. */
  accept: z.boolean().default(false),
  status: z.int().min(400).max(599).default(500),
  code: z.int().optional(),
  retryAfterSeconds: z.number().min(0).optional(),
  /** The answer (or the cut) comes so much later. */
  latencyMs: z.number().min(0).max(600_000).default(0),
})

/** One way in which a request can go wrong. */
export type Fault = z.infer<typeof faultSchema>

const plain = { accept: false, status: 500, latencyMs: 0 } as const

/** The usual ones, by name. */
export const FAULTS = {
  rate_limited: { ...plain, answer: 'error', status: 429, code: 20429, retryAfterSeconds: 1 },
  server_error: { ...plain, answer: 'error', status: 500, code: 20500 },
  bad_gateway: { ...plain, answer: 'html', status: 502 },
  unavailable: { ...plain, answer: 'error', status: 503, code: 20503 },
  gateway_timeout: { ...plain, answer: 'html', status: 504 },
  request_timeout: { ...plain, answer: 'html', status: 408 },
  unauthorized: { ...plain, answer: 'error', status: 401, code: 20003 },
  time_out_before: { ...plain, answer: 'hang' },
  drop_before: { ...plain, answer: 'drop' },
  time_out_after: { ...plain, answer: 'hang', accept: true },
  drop_after: { ...plain, answer: 'drop', accept: true },
  truncated_after: { ...plain, answer: 'truncated', accept: true },
  garbage_after: { ...plain, answer: 'garbage', accept: true },
  server_error_after: { ...plain, answer: 'error', status: 500, code: 20500, accept: true },
  bad_gateway_after: { ...plain, answer: 'html', status: 502, accept: true },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

const faultNames = Object.keys(FAULTS) as [FaultName, ...FaultName[]]

/** A fault, by name or in full. */
export const faultChoiceSchema = z.union([z.enum(faultNames), faultSchema])

export type FaultChoice = z.input<typeof faultChoiceSchema>

/** The fault that a name or a description means. */
export function toFault(choice: FaultChoice): Fault {
  return typeof choice === 'string' ? FAULTS[choice] : faultSchema.parse(choice)
}
