import type { ContactPatch, Json } from '@soniarose/core'
import type { EffectRecord } from '@soniarose/worker'
import { storable } from '#app/core/http/body'

/**
 * What strangers answered, as the database can keep it: NUL and halves of characters are left out. An answer that could
 * never be written would leave its call without an end, and the call would be made again each time its lease ran out.
 */
export function storableRecords(records: readonly EffectRecord[]): EffectRecord[] {
  return records.map((record) => {
    const { outcome } = record
    if (outcome.kind === 'retry') return { ...record, outcome: { ...outcome, error: storableError(outcome.error) } }
    const { error, contactPatch } = outcome
    const kept = {
      output: storableJson(outcome.output),
      ...(error ? { error: storableError(error) } : {}),
      ...(contactPatch ? { contactPatch: storablePatch(contactPatch) } : {}),
    }
    return { ...record, outcome: { ...outcome, ...kept } }
  })
}

const storableError = ({ code, message }: { code: string; message: string }) => ({ code, message: storable(message) })

const FIELDS = ['firstName', 'lastName', 'email', 'timeZone'] as const

function storablePatch(patch: ContactPatch): ContactPatch {
  const kept: ContactPatch = patch.attributes ? { attributes: storableValues(patch.attributes) } : {}
  for (const name of FIELDS) {
    const value = patch[name]
    if (value !== undefined) kept[name] = value === null ? null : storable(value)
  }
  return kept
}

function storableJson(value: Json): Json {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? value.map(storableJson) : storableValues(value)
}

const storableValues = (values: { [name: string]: Json }): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(values).map(([key, one]) => [storable(key), storableJson(one)]))
