import {
  explainPath,
  inWords,
  momentInWords,
  tellPath,
  valueInWords,
  type Json,
  type PathAnswer,
} from '@soniarose/core'
import { titleOf, type PluginManifest } from '@soniarose/graph'
import type { Db } from '#app/core/db'
import type { PastRun } from '#app/why/past_run'

export interface RunAnswer {
  kind: PathAnswer['kind'] | 'not_kept'
  path: PathAnswer | null
  sentences: string[]
}

interface Question {
  nodeId: string
  zone: string
  plugins: PluginManifest[]
}

/** Whether one run has come to a node, and why or why not, in words. */
export async function explainRun(db: Db, run: PastRun, question: Question): Promise<RunAnswer> {
  const { graph, visits, status, exitReason, wakeAt } = run
  const { nodeId, zone } = question
  const node = graph.nodes.find((each) => each.id === nodeId)
  if (!node) {
    const sentence = `This step is not in version ${run.version}, which they walked.`
    return { kind: 'no_way', path: null, sentences: [sentence] }
  }
  const isOver = status !== 'waiting' && status !== 'ready'
  if (isOver && visits.length === 0)
    return { kind: 'not_kept', path: null, sentences: ['The steps of this run are no longer kept.'] }
  const goal = goalReached(run, nodeId)
  if (goal !== null) return { kind: 'reached', path: null, sentences: [tellGoal(goal, { title: titleOf(node), zone })] }
  const context = { plugins: question.plugins }
  const path = explainPath({ graph, visits, status, nodeId, context })
  const sentences = [...tellPath(path, { graph, zone, context, exitReason, wakeAt }), ...tellExit(path, run)]
  return { kind: path.kind, path, sentences: [...sentences, ...(await tellGate(db, run, path))] }
}

type Exit = NonNullable<PastRun['exit']>

/** A goal with a condition or an event is reached from anywhere, and not by an edge. */
function goalReached({ exit }: PastRun, nodeId: string): Exit | null {
  return exit?.kind === 'goal_reached' && exit.data['id'] === nodeId ? exit : null
}

function tellGoal({ at, data }: Exit, { title, zone }: { title: string; zone: string }): string {
  return `On ${momentInWords(at, zone)} the goal “${title}” was reached${clauseOf(data)}.`
}

function tellExit(path: PathAnswer, { exit }: PastRun): string[] {
  if (!exit || path.kind !== 'ended_before') return []
  const { goal, rule } = exit.data
  const name = String(rule ?? goal ?? '')
  return [`${exit.kind === 'exit_rule' ? 'The exit rule' : 'The goal'} “${name}” held${clauseOf(exit.data)}.`]
}

function clauseOf({ event, values }: Record<string, unknown>): string {
  if (typeof event === 'string') return `, because the event “${event}” came`
  const looked = typeof values === 'object' && values !== null ? Object.entries<Json>({ ...values }) : []
  if (looked.length === 0) return ''
  return `, because ${looked.map(([field, value]) => `${field} was ${valueInWords(value)}`).join(' and ')}`
}

const GATE = `
  SELECT status, reason, gate->>'sentence' AS sentence FROM messages
  WHERE run_id = $1 AND step_seq = $2 AND direction = 'outbound' AND status IN ('held', 'skipped', 'failed', 'unknown')`

/** What the send gate said of the text at which it hung. */
async function tellGate(db: Db, run: PastRun, path: PathAnswer): Promise<string[]> {
  if (path.kind !== 'on_the_way' && path.kind !== 'turned_off' && path.kind !== 'ended_before') return []
  const [text] = await db.query<{ status: string; reason: string | null; sentence: string | null }>(GATE, [
    run.id,
    path.at.seq,
  ])
  const why = text?.sentence ?? (text?.reason ? inWords(text.reason) : null)
  return text === undefined || why === null ? [] : [`Its text was ${text.status}: ${why.replace(/\.$/, '')}.`]
}
