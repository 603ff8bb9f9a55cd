/** What a plugin can ever be given to read of a contact, beside its attributes one by one. */
export const READABLE_FIELDS = [
  ...(['firstName', 'lastName', 'phone', 'email', 'timeZone'] as const),
  ...(['optInStatus', 'tags', 'attributes'] as const),
] as const

/**
 * What a plugin can ever be given to write. The number, the consent and the tags are not among them, whatever a manifest
 * declares: they decide who is texted and what starts.
 */
export const WRITABLE_FIELDS = ['firstName', 'lastName', 'email', 'timeZone'] as const
export type WritableField = (typeof WRITABLE_FIELDS)[number]

/** One attribute, named by the first group. */
export const ATTRIBUTE_FIELD = /^attributes\.([A-Za-z_][A-Za-z0-9_]{0,62})$/
