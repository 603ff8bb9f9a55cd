import { definitionOf, handlesOf, titleOf, summaryOf } from '@soniarose/graph'
import { useState } from 'react'
import { cn } from '../../ui/cn.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useEditor, useGraphState, useUi } from '../editor_context.tsx'
import { lookOf } from '../kind_look.ts'
import { connectSteps } from '../store/gestures.ts'
import type { Commands } from './use_commands.ts'

/** Connects a step without dragging: choose the way out, then the step that it leads to. */
export function ConnectDialog({ commands }: { commands: Commands }) {
  const { ui } = useEditor()
  const from = useUi((state) => state.connectingFrom)
  return (
    <Dialog
      open={from !== null}
      onOpenChange={(open) => {
        if (!open) ui.getState().set({ connectingFrom: null })
      }}
      title="Connect to a step"
      size="sm"
    >
      {from ? (
        <ConnectForm
          key={from}
          from={from}
          commands={commands}
          onDone={() => ui.getState().set({ connectingFrom: null })}
        />
      ) : null}
    </Dialog>
  )
}

function ConnectForm({ from, commands, onDone }: { from: string; commands: Commands; onDone: () => void }) {
  const { store } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const [query, setQuery] = useState('')
  const source = graph.nodes.find((node) => node.id === from)
  const handles = source ? handlesOf(source, context, graph) : []
  const used = new Set(graph.edges.filter((edge) => edge.source === from).map((edge) => edge.sourceHandle))
  const [handle, setHandle] = useState((handles.find((each) => !used.has(each.id)) ?? handles[0])?.id ?? '')
  if (!source) return null
  if (handles.length === 0)
    return <p className="text-base text-ink-soft">“{titleOf(source)}” ends the workflow; nothing comes after it.</p>
  const targets = graph.nodes.filter(
    (node) =>
      node.id !== from &&
      definitionOf(node.type)?.isTarget !== false &&
      `${titleOf(node)} ${summaryOf(node, context)}`.toLowerCase().includes(query.toLowerCase()),
  )
  return (
    <div className="flex flex-col gap-3">
      {handles.length > 1 ? (
        <Segmented
          label="Way out"
          value={handle}
          onChange={setHandle}
          options={handles.map((each) => ({ value: each.id, label: each.label }))}
        />
      ) : null}
      <SearchInput value={query} onChange={setQuery} label="Find a step" autoFocus />
      <ul aria-label="Steps to connect to" className="max-h-[42vh] overflow-y-auto">
        {targets.map((node) => {
          const { Icon, tile } = lookOf(node.type)
          return (
            <li key={node.id}>
              <button
                type="button"
                className="flex w-full items-center gap-3 rounded-md px-2 py-1.5 text-left hover:bg-hover"
                onClick={() => {
                  commands.run(connectSteps(store.getState().graph, { source: from, sourceHandle: handle }, node.id))
                  onDone()
                }}
              >
                <span aria-hidden className={cn('grid size-8 shrink-0 place-items-center rounded-sm', tile)}>
                  <Icon className="size-4" />
                </span>
                <span className="min-w-0">
                  <span className="block truncate text-base font-medium">{titleOf(node)}</span>
                  <span className="block truncate text-xs text-ink-faint">{summaryOf(node, context)}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {targets.length === 0 ? (
        <p className="text-sm text-ink-faint">There is no other step that it could lead to.</p>
      ) : null}
    </div>
  )
}
