import type { Condition, Rule } from '@soniarose/graph'

/** A condition over `contacts c` as SQL: values only as parameters, numbered from where the caller wants. */
export interface CompiledRules {
  sql: (firstParameter: number) => string
  values: readonly unknown[]
}

export type CompileRules = { ok: true; rules: CompiledRules } | { ok: false; error: { path: string; message: string } }

const columns: Record<string, { sql: string; kind: 'text' | 'time' | 'tags' }> = {
  id: { sql: 'c.id::text', kind: 'text' },
  phone: { sql: 'c.phone', kind: 'text' },
  firstName: { sql: 'c.first_name', kind: 'text' },
  lastName: { sql: 'c.last_name', kind: 'text' },
  email: { sql: 'c.email', kind: 'text' },
  timeZone: { sql: 'c.time_zone', kind: 'text' },
  optInStatus: { sql: 'c.opt_in_status', kind: 'text' },
  createdAt: { sql: 'c.created_at', kind: 'time' },
  updatedAt: { sql: 'c.updated_at', kind: 'time' },
  tags: { sql: 'c.tags', kind: 'tags' },
}

/** A field of a contact in SQL: as text, as number, as time. Values that don't read as such are null. */
interface Field {
  kind: 'text' | 'time' | 'tags'
  text: string
  number: string
  time: string
}

const numberOf = (text: string) => `CASE WHEN pg_input_is_valid(${text}, 'numeric') THEN (${text})::numeric END`
const timeOf = (text: string) =>
  `CASE WHEN ${text} ~ '^\\d{4}-\\d\\d-\\d\\d' AND pg_input_is_valid(${text}, 'timestamptz') THEN (${text})::timestamptz END`

/** One positive question to one field; its opposite is made of it. */
interface Question {
  op: string
  field: Field
  value: Rule['value']
  path: string
}

class Compiler {
  readonly values: unknown[] = []
  fault: { path: string; message: string } | null = null

  /** A place for a value; the caller's numbering is put in later. No text of a user's can look like it: none gets here. */
  place(value: unknown): string {
    this.values.push(value)
    return `{{${this.values.length - 1}}}`
  }

  fail(path: string, message: string): string {
    this.fault ??= { path, message }
    return 'false'
  }

  field(rule: Rule, path: string): Field | null {
    const [root, name, key, ...rest] = rule.field.split('.')
    const column = root === 'contact' && key === undefined ? columns[name ?? ''] : undefined
    if (column !== undefined) {
      const text = column.kind === 'text' ? column.sql : `(${column.sql})::text`
      return {
        kind: column.kind,
        text,
        number: numberOf(text),
        time: column.kind === 'time' ? column.sql : timeOf(text),
      }
    }
    if (root === 'contact' && name === 'attributes' && key !== undefined && rest.length === 0) {
      const text = `(c.attributes->>${this.place(key)}::text)`
      return { kind: 'text', text, number: numberOf(text), time: timeOf(text) }
    }
    this.fail(
      `${path}.field`,
      `"${rule.field}" is not a field that a segment can ask for; use contact.… or contact.attributes.…`,
    )
    return null
  }

  condition(condition: Condition, path: string): string {
    const all = (parts: Condition[], name: string) =>
      parts.map((part, at) => `(${this.condition(part, `${path}.${name}.${at}`)})`)
    if ('all' in condition) return all(condition.all, 'all').join(' AND ')
    if ('any' in condition) return all(condition.any, 'any').join(' OR ')
    if ('not' in condition) return `NOT (${this.condition(condition.not, `${path}.not`)})`
    return this.rule(condition, path)
  }

  rule(rule: Rule, path: string): string {
    const field = this.field(rule, path)
    if (field === null) return 'false'
    const positive = negations[rule.op] ?? rule.op
    const answer = `coalesce(${this.answer({ op: positive, field, value: rule.value, path })}, false)`
    return positive === rule.op ? answer : `NOT ${answer}`
  }

  answer(question: Question): string {
    const { op, field } = question
    if (op === 'is_set') return field.kind === 'tags' ? "c.tags <> '{}'" : `${field.text} <> ''`
    if (op === 'is_true' || op === 'is_false') return `lower(${field.text}) = '${op === 'is_true'}'`
    if (field.kind === 'tags') return this.tags(question)
    if (op in comparisons) return this.compared(question, comparisons[op] ?? '=')
    if (op in moments) return this.moment(question)
    return op === 'in' ? this.among(question) : this.matched(question)
  }

  tags({ op, value, path }: Question): string {
    const wanted = (Array.isArray(value) ? value : [value]).map((tag) => String(tag).trim().toLowerCase())
    if (!['has_tag', 'contains', 'equals', 'in'].includes(op))
      return this.fail(`${path}.op`, `"${op}" can't be asked of tags.`)
    return `EXISTS (SELECT FROM unnest(c.tags) t WHERE lower(t) = ANY(${this.place(wanted)}::text[]))`
  }

  compared({ field, value, path }: Question, sign: string): string {
    const number = Number(value)
    if (!Number.isFinite(number)) return this.fail(`${path}.value`, 'Give a number to compare with.')
    return `${field.number} ${sign} ${this.place(number)}::numeric`
  }

  moment({ op, field, value, path }: Question): string {
    const text = String(value)
    if (op === 'before' || op === 'after') {
      if (Number.isNaN(Date.parse(text))) return this.fail(`${path}.value`, 'Give a date such as 2026-12-24.')
      return `${field.time} ${op === 'before' ? '<' : '>'} ${this.place(new Date(text).toISOString())}::timestamptz`
    }
    if (!duration.test(text)) return this.fail(`${path}.value`, 'Give a duration such as P7D.')
    const edge = `${this.place(text)}::interval`
    const now = 'workspace_now(c.workspace_id)'
    return op === 'within_last'
      ? `${field.time} BETWEEN ${now} - ${edge} AND ${now}`
      : `${field.time} BETWEEN ${now} AND ${now} + ${edge}`
  }

  among({ field, value, path }: Question): string {
    if (!Array.isArray(value)) return this.fail(`${path}.value`, 'Give a list of values.')
    return `lower(btrim(${field.text})) = ANY(${this.place(value.map((one) => String(one).trim().toLowerCase()))}::text[])`
  }

  matched({ op, field, value, path }: Question): string {
    if (value === undefined || Array.isArray(value)) return this.fail(`${path}.value`, 'Give one value.')
    const text = `lower(btrim(${field.text}))`
    const wanted = `${this.place(String(value).trim().toLowerCase())}::text`
    switch (op) {
      case 'equals':
        return isNumber(value)
          ? `(${text} = ${wanted} OR ${field.number} = ${this.place(Number(value))}::numeric)`
          : `${text} = ${wanted}`
      case 'contains':
        return `strpos(${text}, ${wanted}) > 0`
      case 'starts_with':
        return `starts_with(${text}, ${wanted})`
      case 'ends_with':
        return `right(${text}, length(${wanted})) = ${wanted}`
      default:
        return this.fail(`${path}.op`, `"${op}" can't be asked of this field.`)
    }
  }
}

const isNumber = (value: string | number | boolean) =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))

const duration = /^P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?(T(\d{1,6}H)?(\d{1,7}M)?(\d{1,9}S)?)?$/
const comparisons: Record<string, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }
const moments: Record<string, true> = { before: true, after: true, within_last: true, within_next: true }
const negations: Partial<Record<Rule['op'], string>> = {
  is_not_set: 'is_set',
  not_equals: 'equals',
  not_contains: 'contains',
  not_within_last: 'within_last',
  not_has_tag: 'has_tag',
  not_in: 'in',
}

/**
 * Turns a tree of rules into SQL that gives the same answers as the rules give in a workflow: a missing value answers
 * no, and each `not_…` is the exact opposite of its twin.
 * @returns the SQL, or what can't be asked of a segment
 */
export function compileRules(condition: Condition): CompileRules {
  const compiler = new Compiler()
  const text = compiler.condition(condition, 'rules')
  if (compiler.fault !== null) return { ok: false, error: compiler.fault }
  const sql = (first: number) => text.replace(/\{\{(\d+)\}\}/g, (_, at: string) => `$${first + Number(at)}`)
  return { ok: true, rules: { sql, values: compiler.values } }
}
