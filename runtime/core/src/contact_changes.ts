import type { ContactFacts } from './contact_facts.ts'
import type { ContactPatch, Effect } from './effect.ts'

/** The contact after a patch: null clears, attributes are merged key by key. */
export function patchContact(contact: ContactFacts, { attributes, ...fields }: ContactPatch): ContactFacts {
  const merged = { ...contact.attributes, ...attributes }
  for (const [name, value] of Object.entries(merged)) if (value === null) delete merged[name]
  return { ...contact, ...fields, attributes: merged }
}

/** The contact after what a run decided about it; effects of other kinds are passed over. */
export function applyContactEffects(contact: ContactFacts, effects: readonly Effect[]): ContactFacts {
  return effects.reduce((current, effect) => {
    switch (effect.type) {
      case 'contact_patch':
        return patchContact(current, effect.set)
      case 'add_tag':
        return { ...current, tags: [...current.tags.filter((tag) => tag !== effect.tag), effect.tag] }
      case 'remove_tag':
        return { ...current, tags: current.tags.filter((tag) => tag !== effect.tag) }
      default:
        return current
    }
  }, contact)
}
