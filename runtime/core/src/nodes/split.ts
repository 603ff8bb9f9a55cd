import { NODE_DEFINITIONS } from '@soniarose/graph'
import { unitHash } from '../hash.ts'
import { defineRunner, leave } from '../node_runner.ts'

/**
 * Divides people by a hash of workflow, node and contact: the same person takes the same side on every visit and in
 * every version, as long as the shares stay.
 */
export const split = defineRunner(NODE_DEFINITIONS.split, (data, nodeId) => {
  const total = data.branches.reduce((sum, { weight }) => sum + weight, 0)
  return {
    enter(visit) {
      const point = unitHash(`${visit.event.workflow.id}/${nodeId}/${visit.contact.id}`) * total
      let edge = 0
      for (const { id, weight } of data.branches) {
        edge += weight
        if (point < edge) return leave(id, { branch: id, share: weight / total })
      }
      const last = data.branches.findLast(({ weight }) => weight > 0)?.id ?? ''
      return leave(last, { branch: last })
    },
  }
})
