import { durationInWords, type Rule } from '@soniarose/graph'
import {
  isGroup,
  OPERATOR_WORDS,
  readCondition,
  valueKind,
  type RuleGroup,
} from '../../editor/inspector/condition_model.ts'
import { consentText } from '../shared/contact_text.ts'

/** What the fields of a contact are called in a sentence; their own fields go by their names. */
const FIELD_WORDS: Record<string, string> = {
  'contact.firstName': 'first name',
  'contact.lastName': 'last name',
  'contact.phone': 'number',
  'contact.email': 'e-mail',
  'contact.timeZone': 'time zone',
  'contact.tags': 'tags',
  'contact.optInStatus': 'consent',
  'contact.createdAt': 'day added',
  'contact.updatedAt': 'day changed',
}

const OWN = 'contact.attributes.'

/** What is said instead of "not (…)" of one rule. */
const OPPOSITES: Partial<Record<Rule['op'], Rule['op']>> = {
  has_tag: 'not_has_tag',
  is_set: 'is_not_set',
  equals: 'not_equals',
  contains: 'not_contains',
  in: 'not_in',
  within_last: 'not_within_last',
}

const TAG_WORDS: Partial<Record<Rule['op'], string>> = {
  has_tag: 'tagged',
  not_has_tag: 'not tagged',
  is_set: 'tagged at all',
  is_not_set: 'without a tag',
}

/** What a segment asks for, in words: “Tagged “vip” and first name is known”. Empty for rules that say nothing. */
export function conditionInWords(condition: unknown): string {
  const words = groupInWords(readCondition(condition))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function groupInWords({ join, items }: RuleGroup): string {
  const [only] = items
  if (join === 'none' && items.length === 1 && only !== undefined && !isGroup(only)) {
    const op = OPPOSITES[only.op]
    if (op !== undefined) return ruleInWords({ ...only, op })
  }
  const parts = items.map((item) => (isGroup(item) ? bracketed(item, items.length) : ruleInWords(item)))
  if (join === 'none') return parts.length === 0 ? '' : `not (${parts.join(' or ')})`
  return parts.join(join === 'all' ? ' and ' : ' or ')
}

/** A group among others, in brackets where it would read otherwise without them. */
function bracketed(group: RuleGroup, siblings: number): string {
  const words = groupInWords(group)
  return siblings > 1 && group.items.length > 1 && group.join !== 'none' ? `(${words})` : words
}

function ruleInWords({ field, op, value }: Rule): string {
  const asked = value === undefined ? '' : ` ${valueInWords(field, op, value)}`
  const tagged = field === 'contact.tags' ? TAG_WORDS[op] : undefined
  if (tagged !== undefined) return `${tagged}${asked}`
  const name = FIELD_WORDS[field] ?? (field.startsWith(OWN) ? field.slice(OWN.length) : field)
  return `${name} ${OPERATOR_WORDS[op]}${asked}`
}

const isConsent = (value: unknown): value is keyof typeof consentText =>
  typeof value === 'string' && Object.hasOwn(consentText, value)

function valueInWords(field: string, op: Rule['op'], value: NonNullable<Rule['value']>): string {
  if (valueKind(op) === 'duration') return durationInWords(String(value))
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? `“${one}”` : one)).join(', ')
  if (field === 'contact.optInStatus' && isConsent(value)) return `“${consentText[value].label}”`
  return typeof value === 'string' ? `“${value}”` : String(value)
}

/** Whether each rule names a field and what it is compared with; the server takes unfinished ones, which hold for nobody. */
export function isFinished(condition: unknown): boolean {
  const { items } = readCondition(condition)
  return items.length > 0 && items.every(isItemFinished)
}

function isItemFinished(item: RuleGroup | Rule): boolean {
  if (isGroup(item)) return item.items.length > 0 && item.items.every(isItemFinished)
  if (item.field === '') return false
  if (valueKind(item.op) === 'none') return true
  return Array.isArray(item.value) ? item.value.length > 0 : item.value !== undefined && item.value !== ''
}
