import { summaryOf, titleOf, type Graph, type GraphNode } from '@soniarose/graph'
import { LogOut, Pin } from 'lucide-react'
import type { MoveChoice, PreviewNode } from '../../api/run_migrations.ts'
import { lookOf } from '../../editor/kind_look.ts'
import type { SelectOption } from '../../ui/select.tsx'

const STAY = 'stay'
const EXIT = 'exit'
const MOVE = 'move:'

/** A choice as the value of a select, and back. */
export const valueOf = (choice: MoveChoice): string => (choice.action === 'move' ? MOVE + choice.to : choice.action)

export function choiceOf(value: string): MoveChoice {
  if (value.startsWith(MOVE)) return { action: 'move', to: value.slice(MOVE.length) }
  return { action: value === EXIT ? 'exit' : 'stay' }
}

/** Where the runs at a step can go: the same step first, then to stay or leave, then every other step. */
export function optionsOf(
  { nodeId, nodeType }: PreviewNode,
  { graph, oldVersion }: { graph: Graph; oldVersion: number },
): SelectOption<string>[] {
  const isSame = (node: GraphNode) => node.id === nodeId && node.type === nodeType
  const option = (node: GraphNode): SelectOption<string> => {
    const { Icon } = lookOf(node.type)
    return {
      value: MOVE + node.id,
      label: isSame(node) ? `Same step: ${titleOf(node)}` : titleOf(node),
      hint: <span className="line-clamp-1">{summaryOf(node)}</span>,
      icon: <Icon className="text-ink-faint" />,
    }
  }
  const others = graph.nodes.filter((node) => !isSame(node) && node.type !== 'trigger')
  return [
    ...graph.nodes.filter(isSame).map(option),
    { value: STAY, label: `Stay on version ${oldVersion}`, icon: <Pin className="text-ink-faint" /> },
    { value: EXIT, label: 'Leave the workflow', icon: <LogOut className="text-ink-faint" /> },
    ...others.map(option),
  ]
}
