import { NODE_DEFINITIONS } from '@soniarose/graph'
import { evaluate } from '../conditions/evaluate.ts'
import type { JsonObject } from '../json.ts'
import { defineRunner, leave } from '../node_runner.ts'

/** Takes the first branch whose condition holds, else `else`; keeps every value that was looked at. */
export const condition = defineRunner(NODE_DEFINITIONS.condition, (data) => ({
  enter(visit) {
    const values: JsonObject = {}
    for (const { id, when } of data.branches) {
      const evaluation = evaluate(when, visit)
      Object.assign(values, evaluation.values)
      if (evaluation.holds) return leave(id, { branch: id, values })
    }
    return leave('else', { branch: 'else', values })
  },
}))
