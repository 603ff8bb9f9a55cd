import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'

/** Starts another workflow for the same contact, and waits for its end where asked to. */
export const startWorkflow = defineRunner(NODE_DEFINITIONS.start_workflow, (data, nodeId) => {
  const { workflowId } = data
  const waitForIt = data.waitForIt ?? false
  return {
    enter(visit) {
      const id = visit.newId()
      visit.emit({ type: 'start_workflow', id, nodeId, seq: visit.run.seq, workflowId, waitForIt })
      if (!waitForIt) return leave('next', { workflowId, runId: id })
      return { to: 'wait', wait: { kind: 'child', key: id, wakeAt: null } }
    },
    resume(_visit, signal) {
      if (signal?.kind !== 'child') return leave('next', { workflowId })
      return leave('next', { workflowId, runId: signal.key, ended: signal.status })
    },
  }
})
