import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'

/** A trigger's visit is the run's first step: it keeps what started the run. */
export const trigger = defineRunner(NODE_DEFINITIONS.trigger, (data) => ({
  enter: (visit) => leave('next', { on: data.on, data: visit.run.vars.trigger }),
}))
