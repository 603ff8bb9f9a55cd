/**
 * In which order a workspace's senders come into question for a contact who knows none of them yet: `own` is the sender.
 * Rendezvous hashing by rate: each gets its share of the contacts, a contact always the same one, and a sender more or
 * less moves only the contacts that it gets or loses. A sender without a rate counts as one segment a second.
 * @param contactId SQL for the contact's id
 */
export const poolOrder = (contactId: string): string => `
  own.paused_at IS NOT NULL,
  -ln(((hashtextextended(${contactId}::text || own.id::text, 0) & 1048575)::float8 + 0.5) / 1048576)
    / coalesce(own.segments_per_second::float8, 1)`

/** Senders that new contacts may get. */
export const IN_POOL = '(own.is_default OR own.pooled)'
