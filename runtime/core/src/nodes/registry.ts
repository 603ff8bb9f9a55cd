import type { NodeKind } from '@soniarose/graph'
import type { NodeCompiler } from '../node_runner.ts'
import { branchOnReply } from './branch_on_reply.ts'
import { condition } from './condition.ts'
import { exit, goal } from './endings.ts'
import { httpRequest } from './http_request.ts'
import { plugin } from './plugin.ts'
import { sendSms } from './send_sms.ts'
import { split } from './split.ts'
import { startWorkflow } from './start_workflow.ts'
import { stopCheck } from './stop_check.ts'
import { addTag, removeTag } from './tags.ts'
import { handoff, notifyTeam } from './team.ts'
import { trigger } from './trigger.ts'
import { updateContact } from './update_contact.ts'
import { wait } from './wait.ts'

/** What every kind of node does. A kind without an entry doesn't compile. */
export const RUNNERS: Readonly<Record<NodeKind, NodeCompiler>> = {
  trigger,
  send_sms: sendSms,
  branch_on_reply: branchOnReply,
  stop_check: stopCheck,
  wait,
  condition,
  split,
  update_contact: updateContact,
  add_tag: addTag,
  remove_tag: removeTag,
  notify_team: notifyTeam,
  handoff,
  http_request: httpRequest,
  start_workflow: startWorkflow,
  plugin,
  goal,
  exit,
}
