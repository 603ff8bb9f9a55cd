import { compileTemplate, TemplateError, type ScopeSource } from '@soniarose/core'
import { estimateMerge, type MergeEstimate, type MergePiece } from '@soniarose/messaging'
import type { Contact } from '../../api/types.ts'

/** Somebody to preview with while the workspace has no contact. */
export const SAMPLE: Contact = {
  id: 'sample',
  phone: '+12025550143',
  firstName: 'Ana',
  lastName: 'Lopez',
  email: 'ana@example.com',
  timeZone: 'America/New_York',
  optInStatus: 'opted_in',
  tags: [],
  attributes: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}

export type Rendered = { ok: true; text: string } | { ok: false; message: string }

/** What a text is put together from, beside the contact. */
export interface TextSetting {
  workflow: string
  /** The origin of short links; null: addresses stay as they are. */
  shortLinks: string | null
}

/** A text with a contact's data put in; what only a run knows stands in as a word in brackets. */
export function renderFor(body: string, contact: Contact, setting: TextSetting): Rendered {
  const [text] = renderAll(body, [contact], setting)
  return text ?? { ok: false, message: 'The text can’t be put together.' }
}

/** The same for several contacts. */
function renderAll(body: string, people: readonly Contact[], setting: TextSetting): Rendered[] {
  try {
    const template = compileTemplate(body)
    const now = Date.now()
    const steps = stepsIn(body)
    return people.map((contact) => {
      const text = template.render(sourceOf({ contact, now, steps, workflow: setting.workflow }))
      return { ok: true, text: setting.shortLinks === null ? text : withShortLinks(text, setting.shortLinks) }
    })
  } catch (error) {
    if (error instanceof TemplateError) return [{ ok: false, message: error.message }]
    throw error
  }
}

interface Known {
  contact: Contact
  now: number
  steps: Record<string, Record<string, string>>
  workflow: string
}

function sourceOf({ contact, now, steps, workflow }: Known): ScopeSource {
  const roots: Record<string, unknown> = {
    contact,
    workflow: { id: 'preview', name: workflow },
    run: { id: 'preview', startedAt: new Date(now).toISOString(), stepsUsed: 1 },
    now: new Date(now).toISOString(),
    reply: { body: '[their reply]', receivedAt: new Date(now).toISOString() },
    steps,
    trigger: {},
  }
  return { zone: contact.timeZone ?? 'UTC', now, root: (name) => roots[name] }
}

/** Stand-ins for what earlier steps would give back: `steps.quote.text` shows as "[text]". */
function stepsIn(body: string): Record<string, Record<string, string>> {
  const steps: Record<string, Record<string, string>> = {}
  for (const [, id = '', key = ''] of body.matchAll(/steps\.([\w:-]+)\.([\w:-]+)/g))
    steps[id] = { ...steps[id], [key]: `[${key}]` }
  return steps
}

const ADDRESSES = /\bhttps?:\/\/[^\s<>"\u201c\u201d]+/gi
const SENTENCE_END = /[.,;:!?'\u2019\u2026)\]}]+$/
/** As long as every code of a short link. */
const CODE = '7fK2pQx9Ab'

/** Whether a text has an address that could be shortened. */
export const hasAddress = (text: string): boolean => text.search(ADDRESSES) !== -1

/** A text as it is once its addresses are short ones: as long to the letter, with a made-up code. */
export function withShortLinks(text: string, origin: string): string {
  return text.replace(ADDRESSES, (found) => {
    const end = SENTENCE_END.exec(found)?.[0] ?? ''
    return `${origin}/l/${CODE}${end}`
  })
}

/**
 * How short and how long a text may become for the contacts given: fields are put together from the values that they
 * take, also such as no single contact has all of. A text with conditions is taken as the contacts really get it.
 * @returns null when it can't be put together
 */
export function estimateText(body: string, contacts: readonly Contact[], setting: TextSetting): MergeEstimate | null {
  const people = contacts.length > 0 ? contacts : [SAMPLE]
  const whole = valuesOf(body, people, setting)
  if (whole === null) return null
  if (body.includes('{%')) return estimateMerge([{ values: whole }])
  const pieces: MergePiece[] = []
  for (const part of body.split(/(\{\{[^]*?\}\})/)) {
    if (!part.startsWith('{{')) {
      pieces.push({ text: setting.shortLinks === null ? part : withShortLinks(part, setting.shortLinks) })
      continue
    }
    const values = valuesOf(part, people, { ...setting, shortLinks: null })
    if (values === null) return null
    pieces.push({ values })
  }
  // An address with a field inside is only whole once the field is in it.
  return setting.shortLinks !== null && /https?:\/\/\S*\{\{/.test(body)
    ? estimateMerge([{ values: whole }])
    : estimateMerge(pieces)
}

/** What a template becomes for each of the contacts, each value once; null when it can't be put together. */
function valuesOf(template: string, people: readonly Contact[], setting: TextSetting): string[] | null {
  const values = new Set<string>()
  for (const rendered of renderAll(template, people, setting)) {
    if (!rendered.ok) return null
    values.add(rendered.text)
  }
  return [...values]
}
