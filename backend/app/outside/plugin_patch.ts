import type { ContactPatch } from '@soniarose/core'
import { ATTRIBUTE_FIELD, type WritableField } from '@soniarose/plugin-sdk/manifest'
import { z } from 'zod'
import { isTimeZone } from '#app/core/time_zone'

export type ReadPluginPatch =
  /** null: nothing is to be written. */
  { ok: true; patch: ContactPatch | null } | { ok: false; code: 'permission' | 'bad_output'; message: string }

const text = z.string().trim().max(200).nullable()
const attribute = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])

/** What may stand in each of them. */
const fields = {
  firstName: text,
  lastName: text,
  email: z.email().max(200).nullable(),
  timeZone: z.string().refine(isTimeZone).nullable(),
} satisfies Record<WritableField, z.ZodType>

const isField = (name: string): name is keyof typeof fields => Object.hasOwn(fields, name)

/**
 * Reads the fields that a plugin wants written, once the host has held them against its manifest. `attributes.mood`
 * names one attribute; null clears a field.
 */
export function readPluginPatch(wanted: Record<string, unknown>): ReadPluginPatch {
  const patch: Record<string, unknown> = {}
  const attributes: [string, unknown][] = []
  for (const [name, value] of Object.entries(wanted)) {
    const key = ATTRIBUTE_FIELD.exec(name)?.[1]
    if (key === undefined && !isField(name))
      return { ok: false, code: 'permission', message: `No plugin may write the contact's ${name}.` }
    const read = (key === undefined && isField(name) ? fields[name] : attribute).safeParse(value)
    if (!read.success)
      return { ok: false, code: 'bad_output', message: `What the plugin wants to write to ${name} doesn't fit there.` }
    if (key === undefined) patch[name] = read.data
    else attributes.push([key, read.data])
  }
  if (attributes.length > 0) patch['attributes'] = Object.fromEntries(attributes)
  return { ok: true, patch: Object.keys(patch).length > 0 ? patch : null }
}
