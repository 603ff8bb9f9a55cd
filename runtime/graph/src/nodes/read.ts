import { HOSTILE_KEYS } from '../limits.ts'
import type { NodeData } from '../schema/graph.ts'
import type { Handle } from './definition.ts'

/** The text under a key of unfinished data, or an empty one. */
export function readText(data: NodeData, key: string): string {
  const value = data[key]
  return typeof value === 'string' ? value.trim() : ''
}

/** The texts in a list under a key of unfinished data; a single text counts as a list of one. */
export function readTexts(data: NodeData, key: string): string[] {
  const value = data[key]
  if (typeof value === 'string') return value.trim() ? [value.trim()] : []
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** Whether a value is an object with keys, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects in a list under a key of unfinished data. */
export function readRecords(data: NodeData, key: string): Record<string, unknown>[] {
  const value = data[key]
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** The handles that a node's branches make, with each id once. */
export function branchHandles(data: NodeData): Handle[] {
  const seen = new Set<string>()
  const handles: Handle[] = []
  for (const branch of readRecords(data, 'branches')) {
    const id = readText(branch, 'id')
    if (id === '' || seen.has(id) || HOSTILE_KEYS.has(id)) continue
    seen.add(id)
    handles.push({ id, label: readText(branch, 'label') || id })
  }
  return handles
}

/** Shortens a text to one line for a node's card. */
export function oneLine(text: string, limit = 60): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`
}

/** An event by its name, in words: the product's own is a click, all others keep their names. */
export const eventInWords = (name: string): string =>
  name === 'link_clicked' ? 'a click on a link' : name && `the event ${name}`

const UNITS: readonly (readonly [letter: string, name: string])[] = [
  ['Y', 'year'],
  ['M', 'month'],
  ['W', 'week'],
  ['D', 'day'],
]
const TIME_UNITS: readonly (readonly [letter: string, name: string])[] = [
  ['H', 'hour'],
  ['M', 'minute'],
  ['S', 'second'],
]

/** An ISO duration in words: `P2D` is "2 days". Anything else comes back as it is. */
export function durationInWords(duration: string): string {
  const [date = '', time = ''] = duration.replace(/^-?P/, '').split('T')
  const words = [...partsInWords(date, UNITS), ...partsInWords(time, TIME_UNITS)]
  return words.length > 0 ? words.join(' ') : duration
}

function partsInWords(part: string, units: readonly (readonly [string, string])[]): string[] {
  return units.flatMap(([letter, name]) => {
    const found = new RegExp(`(\\d+)${letter}`).exec(part)
    const count = Number(found?.[1] ?? 0)
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
}
