import assert from 'node:assert/strict'
import type { Graph, GraphNode, NodeData } from '@soniarose/graph'
import type { PostOutcome } from '@soniarose/messaging'
import { advanceBatch } from '../../engine/advance_batch.ts'
import { collectWrites } from '../../engine/collect_writes.ts'
import type { DueRun } from '../../ports/run_store.ts'
import type { BatchWrites } from '../../engine/batch_writes.ts'
import type { OutgoingText } from '../../ports/message_gateway.ts'
import type { Recorded, RecordReport, SendOffer } from '../../ports/message_store.ts'
import { decideBatch } from '../../sender/decide_batch.ts'
import { judgeAnswer } from '../../sender/judge_answer.ts'
import { systemClock } from '../../system_clock.ts'
import type { Stores, StoreWorld } from './world.ts'

const FIVE_MINUTES = { unknownPolicy: { after: 'PT5M', then: 'skip' } }

/** Nodes in a row behind a manual trigger; `failed` and the like lead nowhere. */
export function chain(
  nodes: Record<string, [type: string, data: NodeData]>,
  settings: Record<string, unknown> = {},
): Graph {
  const own: GraphNode[] = Object.entries(nodes).map(([id, [type, data]]) => ({
    id,
    type,
    position: { x: 0, y: 0 },
    data,
  }))
  const trigger = { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } }
  const all = [trigger, ...own]
  const edges = own.map((node, index) => ({
    id: `e${index}`,
    source: all[index]?.id ?? '',
    sourceHandle: handleOf(all[index]),
    target: node.id,
  }))
  return {
    schemaVersion: 1,
    name: 'Test',
    settings: { reentry: 'always', ...FIVE_MINUTES, ...settings },
    nodes: all,
    edges,
  }
}

function handleOf(node: GraphNode | undefined): string {
  return node?.type === 'plugin' ? 'done' : node?.type === 'branch_on_reply' ? 'other' : 'next'
}

export const say = (body: string): [string, NodeData] => ['send_sms', { body }]
export const wait = (duration: string): [string, NodeData] => ['wait', { for: duration }]
export const ask: [string, NodeData] = ['branch_on_reply', { timeout: 'PT10M', branches: [] }]
export const leave: [string, NodeData] = ['exit', {}]

/** Pure but for the graphs: what runs come to. */
export async function advance({ versions }: Stores, runs: readonly DueRun[]): Promise<BatchWrites> {
  const graphs = await versions.graphs([...new Set(runs.map((due) => due.versionId))])
  return collectWrites(advanceBatch(runs, graphs))
}

/** Claims what is due in a lane, whatever the workspace; null when nothing is. */
export async function claimRuns({ runs }: Stores, lane: 0 | 1 = 0) {
  const workspaceIds = await runs.dueWorkspaces(lane, 10)
  return workspaceIds.length === 0 ? null : runs.claim({ workspaceIds, lane, limit: 100 })
}

/** Advances everything that is due, until nothing is. */
export async function advanceAll(stores: Stores): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    const batch = await claimRuns(stores)
    if (!batch) return
    await batch.commit(await advance(stores, batch.runs))
  }
  assert.fail('The runs do not come to rest.')
}

/** Claims texts and commits the gate's word. @returns what may be posted */
export async function claimTexts({ messages }: Stores): Promise<OutgoingText[]> {
  const workspaceIds = await messages.dueWorkspaces(10)
  const batch = workspaceIds.length === 0 ? null : await messages.claim({ workspaceIds, limit: 10 })
  if (!batch) return []
  const { toSend } = await batch.commit(decideBatch(batch.messages, () => systemClock.newId()))
  return toSend
}

/** Claims the one text that is due. */
export async function claimText(stores: Stores): Promise<OutgoingText> {
  const [text] = await claimTexts(stores)
  assert.ok(text, 'a text is due')
  return text
}

export function recordOf(text: OutgoingText, outcome: PostOutcome): Recorded {
  return { text, outcome, elapsedMs: 5, ...judgeAnswer(outcome, text.attempt, 0) }
}

/** A sender's offer that takes whatever the gate lets go. */
export function openOffer(room = 5): SendOffer {
  return { room, decide: (messages) => decideBatch(messages, () => systemClock.newId()) }
}

let sids = 0

export function accepted(): PostOutcome {
  sids += 1
  return { httpStatus: 201, sid: `SM${String(sids).padStart(32, '0')}`, requestWritten: true }
}

export function record({ messages }: Stores, text: OutgoingText, outcome: PostOutcome): Promise<RecordReport> {
  return messages.record([recordOf(text, outcome)])
}

/** A run that has just planned its text, with that text. */
export async function withPlannedText(world: StoreWorld, graph: Graph) {
  const stores = world.stores()
  const contactId = await world.addContact()
  const { workflowId } = await world.publish(graph)
  const [runId = ''] = await world.enroll(workflowId, [contactId])
  await advanceAll(stores)
  return { stores, contactId, workflowId, runId }
}

/** The one text of a run, or its newest. */
export async function textOf(world: StoreWorld, runId: string) {
  const message = (await world.messagesOf(runId)).at(-1)
  assert.ok(message, 'the run has a text')
  return message
}
