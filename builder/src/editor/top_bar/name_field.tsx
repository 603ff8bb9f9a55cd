import { useEffect, useState } from 'react'
import { useGraphState, useRun } from '../editor_context.tsx'
import { renameWorkflow } from '../store/gestures_of_graph.ts'

/** The workflow's name, edited in place: Enter keeps it, Escape brings back what it was. */
export function NameField() {
  const graph = useGraphState((state) => state.graph)
  const readOnly = useGraphState((state) => state.readOnly)
  const run = useRun()
  const [text, setText] = useState(graph.name)
  useEffect(() => setText(graph.name), [graph.name])
  return (
    <input
      aria-label="Name of the workflow"
      value={text}
      maxLength={120}
      readOnly={readOnly}
      size={Math.max(8, Math.min(40, text.length + 1))}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        if (!run(renameWorkflow(graph, text))) setText(graph.name)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.preventDefault()
        setText(graph.name)
      }}
      className="field-sizing-content w-auto max-w-full min-w-0 truncate rounded-sm border border-transparent bg-transparent px-1.5 py-0.5 text-lg font-semibold calm transition-colors hover:border-line-strong focus:border-rose focus:bg-raised focus:outline-none"
    />
  )
}
