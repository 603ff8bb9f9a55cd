import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner } from '../node_runner.ts'

/** Ends the run as a success; the reason is `goal` however it was reached. */
export const goal = defineRunner(NODE_DEFINITIONS.goal, (data, nodeId) => ({
  enter(visit) {
    const name = data.name || data.label || 'Goal'
    visit.emit({
      type: 'timeline',
      kind: 'goal_reached',
      nodeId,
      seq: visit.run.seq,
      summary: `Reached the goal "${name}"`,
      data: { goal: name },
    })
    return { to: 'end', status: 'exited', reason: 'goal', outcome: 'goal', detail: { goal: name } }
  },
}))

/** Ends the run. */
export const exit = defineRunner(NODE_DEFINITIONS.exit, (data) => ({
  enter: () => ({ to: 'end', status: 'completed', reason: data.reason || null, outcome: 'exit', detail: {} }),
}))
