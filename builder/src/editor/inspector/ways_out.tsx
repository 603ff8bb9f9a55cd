import { definitionOf, handlesOf, titleOf, type GraphNode } from '@soniarose/graph'
import { Plus, Unlink } from 'lucide-react'
import { IconButton } from '../../ui/icon_button.tsx'
import { Select } from '../../ui/select.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState } from '../editor_context.tsx'
import { connectSteps, removeParts } from '../store/gestures.ts'

/** Where a step leads by each of its ways out; a way to connect without dragging. */
export function WaysOut({ node, commands }: { node: GraphNode; commands: Commands }) {
  const { store, ui } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const readOnly = useGraphState((state) => state.readOnly)
  const handles = handlesOf(node, context, graph)
  if (handles.length === 0) {
    return (
      <>
        <p className="text-sm text-ink-faint">The workflow ends here.</p>
        <Broken node={node} commands={commands} />
      </>
    )
  }
  const targets = graph.nodes.filter((each) => each.id !== node.id && definitionOf(each.type)?.isTarget !== false)
  return (
    <section aria-label="Ways out">
      <h3 className="mb-2 text-sm font-medium">Leads to</h3>
      <ul className="flex flex-col gap-1.5">
        {handles.map((handle) => {
          const edge = graph.edges.find((each) => each.source === node.id && each.sourceHandle === handle.id)
          const named = (target: GraphNode) => ({ value: target.id, label: titleOf(target), hint: target.id })
          return (
            <li key={handle.id} className="flex items-center gap-1.5">
              <span className="w-26 shrink-0 truncate text-sm text-ink-soft" title={handle.label}>
                {handle.label}
              </span>
              <Select
                label={`“${handle.label}” leads to`}
                size="sm"
                value={edge?.target ?? null}
                disabled={readOnly}
                placeholder={handle.id === 'failed' ? 'Goes on as usual' : 'The end'}
                onChange={(target) =>
                  commands.run(
                    connectSteps(store.getState().graph, { source: node.id, sourceHandle: handle.id }, target),
                  )
                }
                options={targets.map(named)}
                className="flex-1"
              />
              {readOnly ? null : edge ? (
                <IconButton
                  size="sm"
                  label={`Disconnect “${handle.label}”`}
                  icon={<Unlink />}
                  onClick={() => commands.run(removeParts(store.getState().graph, new Set(), new Set([edge.id])))}
                />
              ) : (
                <IconButton
                  size="sm"
                  label={`Add a step after “${handle.label}”`}
                  icon={<Plus />}
                  onClick={() =>
                    ui.getState().set({ adding: { kind: 'handle', source: node.id, sourceHandle: handle.id } })
                  }
                />
              )}
            </li>
          )
        })}
      </ul>
      <Broken node={node} commands={commands} />
    </section>
  )
}

/** Connections that can't be drawn, since one of their ends isn't there; they can only be deleted. */
function Broken({ node, commands }: { node: GraphNode; commands: Commands }) {
  const { store } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const ids = new Set(graph.nodes.map((each) => each.id))
  const handles = new Set(handlesOf(node, context, graph).map((handle) => handle.id))
  const broken = graph.edges.filter(
    (edge) =>
      (edge.source === node.id && (!handles.has(edge.sourceHandle) || !ids.has(edge.target))) ||
      (edge.target === node.id && !ids.has(edge.source)),
  )
  if (broken.length === 0) return null
  const other = (id: string) => {
    const found = graph.nodes.find((each) => each.id === id)
    return found ? titleOf(found) : `“${id}”, which is gone`
  }
  return (
    <div className="mt-3 rounded-md bg-bad-soft p-3 text-sm text-bad-ink">
      <p className="font-medium">Broken connections</p>
      <ul className="mt-1 flex flex-col gap-1">
        {broken.map((edge) => (
          <li key={edge.id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              {edge.source === node.id
                ? `By “${edge.sourceHandle}” to ${other(edge.target)}`
                : `From ${other(edge.source)}`}
            </span>
            <IconButton
              size="sm"
              label="Delete this connection"
              icon={<Unlink />}
              onClick={() => commands.run(removeParts(store.getState().graph, new Set(), new Set([edge.id])))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
