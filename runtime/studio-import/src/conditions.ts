import type { Condition, ReplyMatch } from '@soniarose/graph'
import type { StudioCondition } from './flow.ts'

export type Translated<T> = { ok: true; value: T } | { ok: false; reason: string }

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

type Translate = (field: string, value: string) => Condition

/** Studio's operators over one field; its comparisons ignore case and outer blanks, and so do ours. */
const RULES: Record<string, Translate> = {
  equal_to: (field, value) => ({ field, op: 'equals', value: value.trim() }),
  not_equal_to: (field, value) => ({ field, op: 'not_equals', value: value.trim() }),
  matches_any_of: (field, value) => ({ field, op: 'in', value: listOf(value) }),
  does_not_match_any_of: (field, value) => ({ field, op: 'not_in', value: listOf(value) }),
  contains: (field, value) => ({ field, op: 'contains', value: value.trim() }),
  does_not_contain: (field, value) => ({ field, op: 'not_contains', value: value.trim() }),
  starts_with: (field, value) => ({ field, op: 'starts_with', value: value.trim() }),
  does_not_start_with: (field, value) => ({ not: { field, op: 'starts_with', value: value.trim() } }),
  is_blank: (field) => ({ field, op: 'is_not_set' }),
  is_not_blank: (field) => ({ field, op: 'is_set' }),
  less_than: (field, value) => ({ field, op: 'lt', value: Number(value) }),
  greater_than: (field, value) => ({ field, op: 'gt', value: Number(value) }),
  is_before_date: (field, value) => ({ field, op: 'before', value: value.trim() }),
  is_after_date: (field, value) => ({ field, op: 'after', value: value.trim() }),
}

/** A rule for a condition node. In: the field's path in our names. */
export function ruleOf(condition: StudioCondition, field: string): Translated<Condition> {
  const translate = RULES[condition.type]
  if (!translate) return { ok: false, reason: `the comparison "${condition.type}" has no counterpart in a condition` }
  const rule = translate(field, condition.value)
  if ('value' in rule && typeof rule.value === 'number' && Number.isNaN(rule.value)) {
    return { ok: false, reason: `"${condition.value}" is no number` }
  }
  return { ok: true, value: rule }
}

/** A match for a reply node, for splits that directly judge the reply. */
export function matchOf(condition: StudioCondition): Translated<ReplyMatch> {
  switch (condition.type) {
    case 'equal_to':
      return { ok: true, value: { exact: [condition.value.trim()] } }
    case 'matches_any_of':
      return { ok: true, value: { exact: listOf(condition.value) } }
    case 'contains':
      return { ok: true, value: { contains: [condition.value.trim()] } }
    case 'starts_with':
      return { ok: true, value: { regex: `^${condition.value.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}` } }
    case 'regex':
      return { ok: true, value: { regex: `^(?:${condition.value})$` } }
    default:
      return { ok: false, reason: `the comparison "${condition.type}" has no counterpart for a reply` }
  }
}
