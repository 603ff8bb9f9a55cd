import { addDuration, parseDuration } from '@soniarose/core'
import { z } from 'zod'

/** Days and less: a month has no length of its own. */
const age = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d{1,3}W|(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?)$/,
    'must be a duration such as PT2H',
  )

/** What becomes of texts that were held, by how long ago they were due; younger ones than every rule's go out now. */
export const thawBody = z.strictObject({
  rules: z
    .array(
      z.object({
        olderThan: age.meta({ description: 'Since the text was to go out, such as PT2H' }),
        then: z.enum(['send', 'skip', 'retime']).meta({
          description:
            "send: now, at the sender's rate. skip: never; its run goes on as after any skipped text. retime: at the next day's same time of day where the contact is",
        }),
      }),
    )
    .max(5)
    .default([]),
})

export type ThawRules = z.output<typeof thawBody>['rules']

/** A rule as the database keeps it. */
export interface StoredRule {
  seconds: number
  then: ThawRules[number]['then']
}

export function storedRules(rules: ThawRules): StoredRule[] {
  return rules.map(({ olderThan, then }) => ({ seconds: secondsOf(olderThan), then }))
}

export function secondsOf(duration: string): number {
  const parsed = parseDuration(duration)
  return parsed === null ? 0 : addDuration(0, parsed, 'UTC') / 1000
}
