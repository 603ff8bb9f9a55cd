import type { Graph, GraphEdge, GraphNode } from '@soniarose/graph'

/** A node for tests; `at` in its data says where it stands. */
export function node(
  id: string,
  type: string,
  { at = [0, 0], ...data }: { at?: [number, number]; [key: string]: unknown } = {},
): GraphNode {
  return { id, type, position: { x: at[0], y: at[1] }, data }
}

/** An edge for tests, written `from.handle>to`. */
export function edge(text: string): GraphEdge {
  const [from = '', target = ''] = text.split('>')
  const [source = '', sourceHandle = 'next'] = from.split('.')
  return { id: `${source}-${sourceHandle}-${target}`, source, sourceHandle, target }
}

/** A graph of nodes and edges; edges as `from.handle>to`. */
export function graphOf(nodes: GraphNode[], edges: string[] = []): Graph {
  return { schemaVersion: 1, name: 'Test', settings: { reentry: 'never' }, nodes, edges: edges.map(edge) }
}

/** Trigger, text, reply branch with yes, and an exit on the yes side. */
export function smallGraph(): Graph {
  return graphOf(
    [
      node('start', 'trigger', { on: 'manual' }),
      node('hello', 'send_sms', { body: 'Hi. Reply STOP to opt out.', at: [0, 136] }),
      node('ask', 'branch_on_reply', {
        timeout: 'P1D',
        branches: [{ id: 'yes', label: 'Yes', match: { affirmative: true } }],
        at: [0, 296],
      }),
      node('end', 'exit', { at: [0, 456] }),
    ],
    ['start.next>hello', 'hello.next>ask', 'ask.yes>end'],
  )
}
