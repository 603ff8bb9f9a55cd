import { nextOf, type GraphBuilder } from './builder.ts'
import type { StudioState } from './flow.ts'
import { replyBranches } from './split.ts'

export type Widget = (state: StudioState, builder: GraphBuilder) => void

const TRIGGERS: Record<string, { on: string; note?: string }> = {
  incomingMessage: { on: 'keyword', note: 'Studio started on any text; write the words that start this workflow.' },
  incomingRequest: {
    on: 'webhook',
    note: 'Studio started it over its REST API; point the caller at the new webhook address.',
  },
  incomingParent: { on: 'manual', note: 'Another flow started it; use a "Start workflow" node there.' },
}

function trigger(state: StudioState, builder: GraphBuilder) {
  const notes: string[] = []
  const nodeIds: string[] = []
  for (const transition of state.transitions) {
    if (!transition.next) continue
    const known = TRIGGERS[transition.event]
    const id = nodeIds.length === 0 ? builder.idOf(state.name) : `${builder.idOf(state.name)}_${transition.event}`
    if (known)
      builder.add(state, { id, type: 'trigger', data: { on: known.on }, offset: { x: nodeIds.length * 280, y: 0 } })
    else
      builder.add(state, {
        id,
        type: 'placeholder',
        data: { label: transition.event, reason: `Nothing here starts on ${transition.event}.` },
        offset: { x: nodeIds.length * 280, y: 0 },
      })
    notes.push(known?.note ?? `Nothing here starts on "${transition.event}"; the edge is kept at a placeholder.`)
    builder.link(id, 'next', transition.next)
    nodeIds.push(id)
  }
  if (nodeIds.length === 0) {
    nodeIds.push(builder.add(state, { id: builder.idOf(state.name), type: 'trigger', data: { on: 'manual' } }))
    notes.push('The flow started on nothing; this workflow is started by hand.')
  }
  builder.note(state, { fate: 'review', nodeIds, notes })
}

function sendData(state: StudioState, builder: GraphBuilder, notes: string[]) {
  const { properties } = state
  for (const property of ['media_url', 'content_sid']) {
    if (properties[property])
      notes.push(`The ${property} "${String(properties[property])}" was not taken over; add the media to the text.`)
  }
  if (
    typeof properties['to'] === 'string' &&
    properties['to'] &&
    !properties['to'].includes('contact.channel.address')
  ) {
    notes.push(`Studio sent it to "${properties['to']}"; a text always goes to the contact of the run.`)
  }
  return { body: builder.text(properties['body'], notes) }
}

function sendMessage(state: StudioState, builder: GraphBuilder) {
  const notes: string[] = []
  const id = builder.add(state, {
    id: builder.idOf(state.name),
    type: 'send_sms',
    data: sendData(state, builder, notes),
  })
  builder.link(id, 'next', nextOf(state, 'sent'))
  builder.link(id, 'failed', nextOf(state, 'failed'))
  builder.note(state, { fate: notes.length > 0 ? 'review' : 'mapped', nodeIds: [id], notes })
}

function sendAndWait(state: StudioState, builder: GraphBuilder) {
  const notes: string[] = []
  const id = builder.idOf(state.name)
  const reply = `${id}_reply`
  builder.add(state, { id, type: 'send_sms', data: sendData(state, builder, notes) })
  // Studio's own default is an hour.
  const seconds = Math.max(60, Math.round(Number(state.properties['timeout'] ?? 3600)) || 3600)
  const judge = builder.judges.get(state.name)
  const judged = judge ? replyBranches(judge, state.name) : null
  const branches = (judged?.branches ?? []).map(({ id: branch, label, match }) => ({ id: branch, label, match }))
  builder.add(state, {
    id: reply,
    type: 'branch_on_reply',
    data: { timeout: `PT${seconds}S`, branches },
    offset: { x: 0, y: 140 },
  })
  builder.join(id, 'next', reply)
  builder.link(id, 'failed', nextOf(state, 'deliveryFailure'))
  for (const branch of judged?.branches ?? []) builder.link(reply, branch.id, branch.next)
  builder.link(reply, 'other', judged ? judged.otherwise : nextOf(state, 'incomingMessage'))
  builder.link(reply, 'timeout', nextOf(state, 'timeout'))
  builder.note(state, { fate: notes.length > 0 ? 'review' : 'mapped', nodeIds: [id, reply], notes })
}

function setVariables(state: StudioState, builder: GraphBuilder) {
  const notes = ["Studio's variables lived as long as the execution; here they are kept as attributes of the contact."]
  const variables = Array.isArray(state.properties['variables'])
    ? (state.properties['variables'] as Record<string, unknown>[])
    : []
  const set = variables.map((variable) => ({
    field: `attributes.${String(variable['key'])}`,
    value: builder.text(String(variable['value'] ?? ''), notes),
  }))
  const id = builder.add(state, { id: builder.idOf(state.name), type: 'update_contact', data: { set } })
  builder.link(id, 'next', nextOf(state, 'next'))
  builder.note(state, { fate: 'review', nodeIds: [id], notes })
}

function httpRequest(state: StudioState, builder: GraphBuilder) {
  const notes = ['Check the address, and that it may be told what it is told.']
  const { properties } = state
  if (properties['add_twilio_auth'] || properties['send_twilio_credentials'])
    notes.push('Studio added the Twilio credentials; they are not sent from here.')
  const parameters = Array.isArray(properties['parameters'])
    ? (properties['parameters'] as Record<string, unknown>[])
    : []
  const form = parameters
    .map((p) => `${encodeURIComponent(String(p['key']))}=${builder.text(String(p['value'] ?? ''), notes)}`)
    .join('&')
  const body = builder.text(properties['body'], notes) || form
  const type = typeof properties['content_type'] === 'string' ? properties['content_type'] : ''
  const id = builder.idOf(state.name)
  builder.add(state, {
    id,
    type: 'http_request',
    data: {
      method: String(properties['method'] ?? 'GET').toUpperCase(),
      url: builder.text(properties['url'], notes),
      ...(type ? { headers: { 'content-type': type } } : {}),
      ...(body ? { body } : {}),
      saveAs: id,
    },
  })
  builder.link(id, 'next', nextOf(state, 'success'))
  builder.link(id, 'failed', nextOf(state, 'failed'))
  builder.note(state, { fate: 'review', nodeIds: [id], notes })
}

function runSubflow(state: StudioState, builder: GraphBuilder) {
  const id = builder.add(state, {
    id: builder.idOf(state.name),
    type: 'start_workflow',
    data: { workflowId: '', waitForIt: true },
  })
  builder.link(id, 'next', nextOf(state, 'completed'))
  builder.note(state, {
    fate: 'review',
    nodeIds: [id],
    notes: [`Import the flow ${String(state.properties['flow_sid'] ?? '')} too and choose it here.`],
  })
}

function handOver(state: StudioState, builder: GraphBuilder) {
  const id = builder.add(state, {
    id: builder.idOf(state.name),
    type: 'handoff',
    data: { note: `Handed over by "${state.name}"` },
  })
  builder.link(id, 'next', nextOf(state, 'callComplete'))
  builder.note(state, {
    fate: 'review',
    nodeIds: [id],
    notes: ['It went to Flex; here the conversation opens in the inbox.'],
  })
}

/** A widget without a counterpart: kept with its JSON and every edge, and refused at publishing until it is replaced. */
export function placeholder(state: StudioState, builder: GraphBuilder, reason: string) {
  const id = builder.add(state, {
    id: builder.idOf(state.name),
    type: 'placeholder',
    data: { label: state.name, reason, studio: state.raw },
  })
  for (const { event, next } of state.transitions) builder.link(id, event || 'next', next)
  builder.note(state, { fate: 'placeholder', nodeIds: [id], notes: [reason] })
}

/** Studio's widgets that have a counterpart; split-based-on has a file of its own. */
export const WIDGETS: Record<string, Widget> = {
  trigger,
  'send-message': sendMessage,
  'send-and-wait-for-reply': sendAndWait,
  'set-variables': setVariables,
  'make-http-request': httpRequest,
  'run-subflow': runSubflow,
  'send-to-flex': handOver,
}
