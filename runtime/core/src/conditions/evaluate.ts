import type { Condition, Rule } from '@soniarose/graph'
import type { Json, JsonObject } from '../json.ts'
import { readPath, type ScopeSource } from '../scope.ts'
import { test } from './operators.ts'

/** The answer, with the value of every field that was looked at on the way. */
export interface Evaluation {
  holds: boolean
  values: JsonObject
}

/** Answers a tree of rules. Stops as soon as the answer is known; never throws on a valid tree. */
export function evaluate(condition: Condition, source: ScopeSource): Evaluation {
  const values: JsonObject = {}
  return { holds: holds(condition, source, values), values }
}

function holds(condition: Condition, source: ScopeSource, values: JsonObject): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, source, values))
  if ('any' in condition) return condition.any.some((part) => holds(part, source, values))
  if ('not' in condition) return !holds(condition.not, source, values)
  return ruleHolds(condition, source, values)
}

function ruleHolds(rule: Rule, source: ScopeSource, values: JsonObject): boolean {
  const field = readPath(source, rule.field.split('.'))
  values[rule.field] = asDetail(field)
  return test(rule.op, field, { value: rule.value, moment: source })
}

const TEXT_KEPT = 200

/** A value as a step keeps it: short, and nothing where there was nothing. */
export function asDetail(value: unknown): Json {
  if (typeof value === 'string') return value.length > TEXT_KEPT ? `${value.slice(0, TEXT_KEPT)}…` : value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.slice(0, 20).map(asDetail)
  return value === undefined || value === null ? null : '{…}'
}
