import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'

/** Goes on by consent: only `opted_out` counts as gone; a pending contact has not said no. */
export const stopCheck = defineRunner(NODE_DEFINITIONS.stop_check, () => ({
  enter({ contact }) {
    const handle = contact.optInStatus === 'opted_out' ? 'opted_out' : 'subscribed'
    return leave(handle, { optInStatus: contact.optInStatus })
  },
}))
