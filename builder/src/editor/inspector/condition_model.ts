import {
  isRecord,
  RULE_OPERATORS,
  VALUELESS_OPERATORS,
  type Condition,
  type Rule,
  type RuleOperator,
} from '@soniarose/graph'
import type { Variable } from './variables.ts'

/** How the parts of a group are joined; `none` is "not any of these". */
export type Join = 'all' | 'any' | 'none'

/** A condition as the builder shows it: groups of rules and further groups. */
export interface RuleGroup {
  join: Join
  items: (RuleGroup | Rule)[]
}

export const isGroup = (item: RuleGroup | Rule): item is RuleGroup => 'join' in item

/** A rule to start from. */
export const NEW_RULE: Rule = { field: 'contact.firstName', op: 'is_set' }

/** Reads any stored condition, finished or not, as a group; what makes no sense is left out. */
export function readCondition(value: unknown): RuleGroup {
  const item = readItem(value)
  if (item === null) return { join: 'all', items: [] }
  return isGroup(item) ? item : { join: 'all', items: [item] }
}

function readItem(value: unknown): RuleGroup | Rule | null {
  if (!isRecord(value)) return null
  if (Array.isArray(value['all'])) return { join: 'all', items: readItems(value['all']) }
  if (Array.isArray(value['any'])) return { join: 'any', items: readItems(value['any']) }
  if (isRecord(value['not'])) {
    const inner = readItem(value['not'])
    if (inner === null) return null
    if (isGroup(inner) && inner.join === 'any') return { join: 'none', items: inner.items }
    return { join: 'none', items: [inner] }
  }
  const op = RULE_OPERATORS.find((each) => each === value['op'])
  if (typeof value['field'] !== 'string' || op === undefined) return null
  const given = readValue(value['value'])
  return given === undefined ? { field: value['field'], op } : { field: value['field'], op, value: given }
}

function readItems(values: readonly unknown[]): (RuleGroup | Rule)[] {
  return values.flatMap((value) => readItem(value) ?? [])
}

function readValue(value: unknown): Rule['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) return undefined
  const texts = value.filter((item): item is string => typeof item === 'string')
  if (texts.length === value.length) return texts
  return value.filter((item): item is number => typeof item === 'number')
}

/** Writes a group as it is stored, in its shortest form; undefined when there is no rule in it. */
export function writeCondition(group: RuleGroup): Condition | undefined {
  const parts = group.items.flatMap((item) => (isGroup(item) ? (writeCondition(item) ?? []) : item))
  const [first] = parts
  if (first === undefined) return undefined
  if (group.join === 'none') return { not: parts.length === 1 ? first : { any: parts } }
  if (parts.length === 1) return first
  return group.join === 'all' ? { all: parts } : { any: parts }
}

/** The questions in words. */
export const OPERATOR_WORDS: Record<RuleOperator, string> = {
  is_set: 'is known',
  is_not_set: 'isn’t known',
  equals: 'is',
  not_equals: 'isn’t',
  contains: 'contains',
  not_contains: 'doesn’t contain',
  starts_with: 'begins with',
  ends_with: 'ends with',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  before: 'is before',
  after: 'is after',
  within_last: 'was within the last',
  not_within_last: 'wasn’t within the last',
  within_next: 'is within the next',
  has_tag: 'has',
  not_has_tag: 'doesn’t have',
  in: 'is one of',
  not_in: 'is none of',
  is_true: 'is yes',
  is_false: 'is no',
}

const ALWAYS: RuleOperator[] = ['is_set', 'is_not_set']
const FOR_TYPE: Record<Variable['type'], RuleOperator[]> = {
  text: [
    'equals',
    'not_equals',
    'contains',
    'not_contains',
    'starts_with',
    'ends_with',
    'in',
    'not_in',
    'gt',
    'gte',
    'lt',
    'lte',
    'before',
    'after',
    'within_last',
    'not_within_last',
    'within_next',
    'is_true',
    'is_false',
  ],
  number: ['equals', 'not_equals', 'gt', 'gte', 'lt', 'lte', 'in', 'not_in'],
  date: ['before', 'after', 'within_last', 'not_within_last', 'within_next'],
  list: ['has_tag', 'not_has_tag'],
  boolean: ['is_true', 'is_false'],
}

/** The questions that make sense for a field; the one already asked is always among them. */
export function operatorsFor(type: Variable['type'], current: RuleOperator): RuleOperator[] {
  const fitting = [...FOR_TYPE[type], ...ALWAYS]
  return fitting.includes(current) ? fitting : [current, ...fitting]
}

/** The kinds of value that questions are compared with. */
type ValueKind = 'none' | 'words' | 'duration' | 'date' | 'number' | 'tag' | 'text'

const VALUE_KINDS: Partial<Record<RuleOperator, ValueKind>> = {
  in: 'words',
  not_in: 'words',
  within_last: 'duration',
  not_within_last: 'duration',
  within_next: 'duration',
  before: 'date',
  after: 'date',
  gt: 'number',
  gte: 'number',
  lt: 'number',
  lte: 'number',
  has_tag: 'tag',
  not_has_tag: 'tag',
}

/** What kind of value a question is compared with. */
export function valueKind(op: RuleOperator): ValueKind {
  return VALUELESS_OPERATORS.has(op) ? 'none' : (VALUE_KINDS[op] ?? 'text')
}

/** Asks another question of the same field; a value of another kind gives way to one that fits. */
export function withOperator(rule: Rule, op: RuleOperator): Rule {
  const [was, is] = [valueKind(rule.op), valueKind(op)]
  if (is === 'none') return { field: rule.field, op }
  if (was === is) return { ...rule, op }
  if (is === 'words')
    return { field: rule.field, op, value: typeof rule.value === 'string' && rule.value !== '' ? [rule.value] : [] }
  if (is === 'duration') return { field: rule.field, op, value: 'P7D' }
  return { field: rule.field, op, value: typeof rule.value === 'string' && was !== 'duration' ? rule.value : '' }
}

/** Asks about another field: by the same question where that one makes sense of it, else by the first that does. */
export function withField(rule: Rule, field: string, variables: readonly Variable[]): Rule {
  const to = variables.find((variable) => variable.path === field)
  const from = variables.find((variable) => variable.path === rule.field)
  if (to === undefined) return { ...rule, field }
  const fitting = [...FOR_TYPE[to.type], ...ALWAYS]
  const op = fitting.includes(rule.op) ? rule.op : (fitting[0] ?? rule.op)
  const kind = valueKind(op)
  // A value that is one of a few, or was, says nothing about another field.
  if ((to.choices ?? from?.choices) !== undefined && (kind === 'text' || kind === 'words'))
    return { field, op, value: kind === 'words' ? [] : '' }
  return { ...withOperator(rule, op), field }
}
