import { SCHEMA_VERSION, type Graph } from '@soniarose/graph'
import { GraphBuilder } from './builder.ts'
import { readFlow, type StudioFlow, type StudioState } from './flow.ts'
import { reportOf, type ImportReport } from './report.ts'
import { replyBranches, split } from './split.ts'
import { placeholder, WIDGETS } from './widgets.ts'

export type StudioImport = { ok: true; graph: Graph; report: ImportReport } | { ok: false; message: string }

/** Whether a parsed file looks like a Studio flow rather than one of our own graphs. */
export function isStudioFlow(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return 'states' in json || ('definition' in json && isStudioFlow(json.definition))
}

/**
 * Turns a Twilio Studio flow into a draft. Every state becomes a node, or a placeholder that keeps the widget's JSON
 * and says why; every edge is kept; the report has a line for each state. In: the file's text. Errors are sentences.
 */
export function importStudioFlow(source: string, name?: string): StudioImport {
  const read = readFlow(source)
  if (!read.ok) return read
  const judges = judgesOf(read.flow)
  const builder = new GraphBuilder(read.flow, judges)
  for (const state of read.flow.states) {
    if (state.type === 'send-and-wait-for-reply') builder.answersBy(state.name, `${builder.idOf(state.name)}_reply`)
  }
  const taken = new Map([...judges].map(([asker, judge]) => [judge.name, asker]))
  for (const state of read.flow.states) mapState(state, builder, taken)
  return {
    ok: true,
    graph: {
      schemaVersion: SCHEMA_VERSION,
      name: name ?? (read.flow.description || 'Imported from Studio'),
      settings: { reentry: 'never' },
      nodes: builder.nodes,
      edges: builder.edges(),
    },
    report: reportOf(builder.lines),
  }
}

/** By asker: the split that its reply leads to, where that split judges nothing but this reply and is reached by nothing else. */
function judgesOf(flow: StudioFlow): Map<string, StudioState> {
  const judges = new Map<string, StudioState>()
  for (const state of flow.states) {
    if (state.type !== 'split-based-on') continue
    const [asker, another] = flow.states.filter(({ transitions }) =>
      transitions.some(({ next }) => next === state.name),
    )
    if (!asker || another || asker.type !== 'send-and-wait-for-reply') continue
    const byReplyOnly = asker.transitions.every(({ event, next }) => next !== state.name || event === 'incomingMessage')
    if (byReplyOnly && replyBranches(state, asker.name)) judges.set(asker.name, state)
  }
  return judges
}

function mapState(state: StudioState, builder: GraphBuilder, taken: Map<string, string>) {
  const asker = taken.get(state.name)
  if (asker !== undefined) {
    return builder.note(state, {
      fate: 'mapped',
      nodeIds: [`${builder.idOf(asker)}_reply`],
      notes: ['Its branches are now those of the reply node before it.'],
    })
  }
  if (state.type === 'split-based-on') return split(state, builder)
  const widget = WIDGETS[state.type]
  if (widget) widget(state, builder)
  else
    placeholder(
      state,
      builder,
      `The Studio widget "${state.type}" has no counterpart here. Replace it before publishing.`,
    )
}
