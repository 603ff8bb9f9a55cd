import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave } from '../node_runner.ts'
import { compileTemplate } from '../template/template.ts'

const NOTE_LIMIT = 4000

/** Leaves a note for the team and goes on. */
export const notifyTeam = defineRunner(NODE_DEFINITIONS.notify_team, (data, nodeId) => {
  const template = compileTemplate(data.message, { outputLimit: NOTE_LIMIT })
  const memberId = data.memberId ?? null
  return {
    enter(visit) {
      const message = template.render(visit)
      visit.emit({ type: 'notify_team', nodeId, seq: visit.run.seq, message, memberId })
      return leave('next', { message })
    },
  }
})

/** Opens the conversation for a person and goes on. */
export const handoff = defineRunner(NODE_DEFINITIONS.handoff, (data, nodeId) => {
  const template = compileTemplate(data.note ?? '', { outputLimit: NOTE_LIMIT })
  const memberId = data.memberId ?? null
  return {
    enter(visit) {
      const note = template.render(visit)
      visit.emit({ type: 'handoff', nodeId, seq: visit.run.seq, note, memberId })
      return leave('next', { note })
    },
  }
})
