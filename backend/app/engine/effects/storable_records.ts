import type { Json } from '@soniarose/core'
import type { EffectRecord } from '@soniarose/worker'
import { storable } from '#app/core/http/body'

/**
 * What strangers answered, as the database can keep it: NUL and halves of characters are left out. An answer that could
 * never be written would leave its call without an end, and the call would be made again each time its lease ran out.
 */
export function storableRecords(records: readonly EffectRecord[]): EffectRecord[] {
  return records.map((record) => {
    const { outcome } = record
    const error = outcome.error && { code: outcome.error.code, message: storable(outcome.error.message) }
    if (outcome.kind === 'retry') return { ...record, outcome: { ...outcome, error: error ?? outcome.error } }
    return { ...record, outcome: { ...outcome, output: storableJson(outcome.output), ...(error ? { error } : {}) } }
  })
}

function storableJson(value: Json): Json {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(storableJson)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [storable(key), storableJson(one)]))
}
