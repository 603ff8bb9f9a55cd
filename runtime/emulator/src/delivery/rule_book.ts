import { z } from 'zod'
import { deliveryScriptSchema } from './delivery_script.ts'
import type { DeliveryScript } from './delivery_script.ts'
import { faultChoiceSchema, toFault } from './fault.ts'
import type { Fault } from './fault.ts'

/**
 * "When a request fits `match`, do this." Rules are asked in the order in which they were added; the first that has a fault
 * gives the fault, the first that has a delivery gives the delivery.
 */
export const ruleSchema = z.strictObject({
  id: z.string().min(1).max(100).optional(),
  match: z
    .strictObject({
      /** Which call: default `create`. */
      op: z.enum(['create', 'fetch', 'list', 'update', 'delete', 'any']),
      accountSid: z.string(),
      to: z.union([z.string(), z.array(z.string())]),
      toSuffix: z.string(),
      from: z.string(),
      bodyContains: z.string(),
    })
    .partial()
    .default({}),
  fault: faultChoiceSchema.optional(),
  delivery: deliveryScriptSchema.optional(),
  /** Used up after so many uses. */
  times: z.int().min(1).optional(),
  /** Lets the first so many that fit pass. */
  skip: z.int().min(0).optional(),
  /** Of those that fit, by chance (seeded). */
  probability: z.number().min(0).max(1).optional(),
})

export type Rule = z.input<typeof ruleSchema>

/** What a rule is matched against. */
export interface RequestFacts {
  op: 'create' | 'fetch' | 'list' | 'update' | 'delete'
  accountSid: string
  to: string
  from: string
  body: string
}

export interface Verdict {
  fault: Fault | null
  delivery: DeliveryScript | null
}

interface KeptRule {
  id: string
  rule: z.infer<typeof ruleSchema>
  fault: Fault | null
  fits: number
  used: number
}

const NOTHING: Verdict = { fault: null, delivery: null }

/** The scripts and faults that are in force. */
export class RuleBook {
  #rules: KeptRule[] = []
  #next = 1
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  /** Adds a rule (a rule of the same id is replaced, in its place) and returns its id. Throws a ZodError on a bad one. */
  add(input: Rule): string {
    const rule = ruleSchema.parse(input)
    const id = rule.id ?? `rule${this.#next++}`
    const kept = { id, rule, fault: rule.fault === undefined ? null : toFault(rule.fault), fits: 0, used: 0 }
    const at = this.#rules.findIndex((other) => other.id === id)
    if (at === -1) this.#rules.push(kept)
    else this.#rules[at] = kept
    return id
  }

  remove(id: string): boolean {
    const before = this.#rules.length
    this.#rules = this.#rules.filter((kept) => kept.id !== id)
    return this.#rules.length < before
  }

  /** Each rule with how often it fitted and was used. */
  all(): Array<{ id: string; rule: Rule; fits: number; used: number }> {
    return this.#rules.map(({ id, rule, fits, used }) => ({ id, rule, fits, used }))
  }

  clear(): void {
    this.#rules = []
  }

  /** What the rules say about a request. */
  judge(facts: RequestFacts): Verdict {
    if (this.#rules.length === 0) return NOTHING
    const verdict: Verdict = { fault: null, delivery: null }
    for (const kept of this.#rules) {
      const wanted =
        (kept.fault !== null && verdict.fault === null) ||
        (kept.rule.delivery !== undefined && verdict.delivery === null)
      if (!wanted || !fits(kept.rule.match, facts) || !this.#use(kept)) continue
      verdict.fault ??= kept.fault
      verdict.delivery ??= kept.rule.delivery ?? null
    }
    return verdict
  }

  #use(kept: KeptRule): boolean {
    const { times, skip, probability } = kept.rule
    if (times !== undefined && kept.used >= times) return false
    kept.fits += 1
    if (skip !== undefined && kept.fits <= skip) return false
    if (probability !== undefined && this.#random() >= probability) return false
    kept.used += 1
    return true
  }
}

function fits(match: KeptRule['rule']['match'], facts: RequestFacts): boolean {
  return (
    [facts.op, 'any'].includes(match.op ?? 'create') &&
    (match.accountSid ?? facts.accountSid) === facts.accountSid &&
    (match.from ?? facts.from) === facts.from &&
    facts.to.endsWith(match.toSuffix ?? '') &&
    facts.body.includes(match.bodyContains ?? '') &&
    [match.to ?? facts.to].flat().includes(facts.to)
  )
}
