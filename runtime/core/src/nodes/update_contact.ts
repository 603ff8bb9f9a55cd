import { NODE_DEFINITIONS } from '@soniarose/graph'
import { patchContact } from '../contact_changes.ts'
import type { ContactPatch } from '../effect.ts'
import type { JsonObject } from '../json.ts'
import { defineRunner, leave } from '../node_runner.ts'
import { compileTemplate } from '../template/template.ts'
import { isTimeZone } from '../time/zone.ts'

const VALUE_LIMIT = 1000
const ATTRIBUTE = 'attributes.'

type PlainField = 'firstName' | 'lastName' | 'email' | 'timeZone'

function isPlainField(field: string): field is PlainField {
  return field === 'firstName' || field === 'lastName' || field === 'email' || field === 'timeZone'
}

/** Writes rendered values to the contact; empty clears. A zone that doesn't exist is left as it was. */
export const updateContact = defineRunner(NODE_DEFINITIONS.update_contact, (data, nodeId) => {
  const changes = data.set.map(({ field, value }) => ({
    field,
    template: compileTemplate(value, { outputLimit: VALUE_LIMIT }),
  }))
  return {
    enter(visit) {
      const patch: ContactPatch = {}
      const detail: JsonObject = {}
      for (const { field, template } of changes) {
        const value = template.render(visit).trim() || null
        if (field === 'timeZone' && value !== null && !isTimeZone(value)) {
          detail[field] = { refused: value, reason: 'not_a_time_zone' }
          continue
        }
        detail[field] = value
        if (isPlainField(field)) patch[field] = value
        else patch.attributes = { ...patch.attributes, [field.slice(ATTRIBUTE.length)]: value }
      }
      if (Object.keys(patch).length > 0) {
        visit.emit({ type: 'contact_patch', nodeId, seq: visit.run.seq, set: patch })
        visit.changeContact(patchContact(visit.contact, patch))
      }
      return leave('next', { set: detail })
    },
  }
})
