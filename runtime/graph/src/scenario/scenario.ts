import { z } from 'zod'
import { inspectJson } from '../inspect_json.ts'
import { isRecord } from '../nodes/read.ts'
import { fail, ok, type Result } from '../result.ts'
import { durationSchema } from '../schema/primitives.ts'

const nodeId = z.string().min(1).max(64)

/** A text that the scenario's contact sends. */
const replySchema = z.object({
  body: z.string().max(1600),
  /** The node whose question it answers: it comes once the run waits there. Without it, `after` counts from the start. */
  when: nodeId.optional(),
  /** How long after that. One minute when absent. */
  after: durationSchema.optional(),
})

const eventSchema = z.object({
  name: z.string().min(1).max(100),
  after: durationSchema.default('PT1M'),
  data: z.record(z.string(), z.json()).default({}),
})

const expectSchema = z.object({
  status: z.enum(['waiting', 'completed', 'exited', 'failed']).optional(),
  exitReason: z.string().nullable().optional(),
  /** Nodes that are visited in this order, others may lie between. */
  path: z.array(nodeId).optional(),
  notVisited: z.array(nodeId).optional(),
  /** The outcome of a node's last visit. */
  outcomes: z.record(nodeId, z.string()).optional(),
  /** Each text that is sent, in order; a part of it is enough. */
  texts: z.array(z.string()).optional(),
  textCount: z.number().int().min(0).optional(),
})

/** What one contact does, what the world answers, and what must come of it. */
export const scenarioSchema = z.object({
  name: z.string().max(120).default('Scenario'),
  contact: z
    .object({
      firstName: z.string().nullable().optional(),
      lastName: z.string().nullable().optional(),
      email: z.string().nullable().optional(),
      phone: z.string().optional(),
      timeZone: z.string().nullable().optional(),
      optInStatus: z.enum(['pending', 'opted_in', 'opted_out']).optional(),
      tags: z.array(z.string()).optional(),
      attributes: z.record(z.string(), z.json()).optional(),
    })
    .default({}),
  /** When the contact comes in, ISO 8601. */
  startAt: z.string().max(40).default('2026-01-05T15:00:00Z'),
  trigger: z.object({ on: z.string().optional(), data: z.record(z.string(), z.json()).optional() }).default({}),
  replies: z.array(replySchema).max(100).default([]),
  events: z.array(eventSchema).max(100).default([]),
  /** How a node's text ends; `accepted` when absent. */
  messages: z.record(nodeId, z.enum(['accepted', 'failed', 'blocked', 'skipped', 'unknown', 'canceled'])).default({}),
  /** What a plugin or HTTP node gets back. */
  effects: z.record(nodeId, z.object({ outcome: z.string(), output: z.json().optional() })).default({}),
  /** When to stop looking. */
  until: durationSchema.default('P366D'),
  expect: expectSchema.default({}),
})

/** A scenario with everything unsaid at its default. */
export type Scenario = z.infer<typeof scenarioSchema>

/** A scenario as it is written. */
export type ScenarioInput = z.input<typeof scenarioSchema>

/**
 * Reads scenarios from parsed JSON: one, a list, or a file with `scenarios` (a workflow's file may carry its own).
 *
 * @returns the scenarios, or one sentence for each fault
 */
export function parseScenarios(json: unknown): Result<Scenario[], string[]> {
  if (inspectJson(json) !== null)
    return fail(['The scenarios are too large, too deep, or have a key that is not allowed'])
  const list = Array.isArray(json)
    ? json
    : isRecord(json) && Array.isArray(json['scenarios'])
      ? json['scenarios']
      : [json]
  const parsed = z.array(scenarioSchema).max(200).safeParse(list)
  if (parsed.success) return ok(parsed.data)
  return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
}
