import { NODE_DEFINITIONS } from '@soniarose/graph'
import { defineRunner, leave, type Move, type Visit } from '../node_runner.ts'
import { compileMatch, readReply } from '../reply/match_reply.ts'
import type { IncomingReply } from '../run_event.ts'
import { addDuration, parseDuration } from '../time/duration.ts'
import { toIso } from '../time/iso.ts'

const DETAIL_LIMIT = 500

/** Waits for a reply and goes by the first branch that fits it; `other` when none does, `timeout` when none comes. */
export const branchOnReply = defineRunner(NODE_DEFINITIONS.branch_on_reply, (data, nodeId) => {
  const branches = data.branches.map(({ id, match }) => ({ id, matches: compileMatch(match) }))
  const timeout = parseDuration(data.timeout)
  const dueAt = ({ run, zone }: Visit) => (timeout === null ? null : addDuration(run.enteredAt, timeout, zone))

  function decide(visit: Visit, reply: IncomingReply): Move {
    visit.takeReply(reply)
    const read = readReply(reply.body, visit)
    const receivedAt = toIso(reply.receivedAt)
    const seen = { reply: reply.body.slice(0, DETAIL_LIMIT), replyId: reply.id, receivedAt }
    for (const { id, matches } of branches) {
      const hit = matches(read)
      if (!hit) continue
      visit.saveOutput(nodeId, { body: read.raw, receivedAt, branch: id, value: hit.value })
      return leave(id, { ...seen, branch: id, rule: hit.rule, value: hit.value })
    }
    visit.saveOutput(nodeId, { body: read.raw, receivedAt, branch: 'other', value: null })
    return leave('other', { ...seen, branch: 'other', rule: null })
  }

  return {
    enter(visit) {
      const early = visit.takePendingReply()
      if (early) return decide(visit, early)
      return { to: 'wait', wait: { kind: 'reply', key: nodeId, wakeAt: dueAt(visit) } }
    },
    resume(visit, signal) {
      if (signal?.kind === 'reply') return decide(visit, signal)
      visit.saveOutput(nodeId, { body: null, receivedAt: null, branch: 'timeout', value: null })
      return leave('timeout', { branch: 'timeout', waited: data.timeout })
    },
    dueAt,
  }
})
