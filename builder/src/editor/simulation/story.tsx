import type { TraceEntry } from '@soniarose/core'
import { handlesOf, titleOf } from '@soniarose/graph'
import { Hourglass } from 'lucide-react'
import { Bubble } from '../../ui/bubble.tsx'
import { cn } from '../../ui/cn.ts'
import { useGraphState } from '../editor_context.tsx'
import { lookOf } from '../kind_look.ts'
import { spanInWords } from '../store/duration.ts'
import { sayEntry, type StoryLine } from './say_entry.ts'

/** What has happened in a test, as the contact's phone and the workflow saw it. */
export function Story({ trace, onGo }: { trace: readonly TraceEntry[]; onGo: (nodeId: string) => void }) {
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const isPlain = (id: string | null) => {
    const node = graph.nodes.find((each) => each.id === id)
    return node !== undefined && handlesOf(node, context, graph).length <= 1
  }
  const lines = withoutEchoes(
    trace.flatMap((entry) => sayEntry(entry) ?? []),
    isPlain,
  )
  return (
    <ol aria-label="What has happened" className="flex flex-col gap-2">
      {lines.map((line, index) => (
        <li key={index}>
          <Line line={line} next={lines[index + 1]} onGo={onGo} />
        </li>
      ))}
    </ol>
  )
}

/** Without steps of which the effect beside them says more: “Add tag” before “Add tag: Gets the tag vip”. */
function withoutEchoes(lines: readonly StoryLine[], isPlain: (nodeId: string | null) => boolean): StoryLine[] {
  const effects = new Set(lines.filter((line) => line.kind === 'effect').map((line) => `${line.nodeId} ${line.at}`))
  return lines.filter(
    (line) => line.kind !== 'step' || line.odd || !isPlain(line.nodeId) || !effects.has(`${line.nodeId} ${line.at}`),
  )
}

interface LineProps {
  line: StoryLine
  next: StoryLine | undefined
  onGo: (nodeId: string) => void
}

function Line({ line, next, onGo }: LineProps) {
  const node = useGraphState((state) => state.graph.nodes.find((each) => each.id === line.nodeId))
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  if (line.kind === 'text') {
    return (
      <Bubble
        side="in"
        meta={
          <StepLink
            title={node ? titleOf(node) : ''}
            onClick={() => node && onGo(node.id)}
            note={line.odd ? 'refused' : undefined}
          />
        }
      >
        {line.text}
      </Bubble>
    )
  }
  if (line.kind === 'reply')
    return (
      <Bubble side="out" meta={line.odd ? 'Nothing in this workflow waits for it' : undefined}>
        {line.text}
      </Bubble>
    )
  if (line.kind === 'wait') {
    // Only a wait that has ended took time; the one that asks for an answer is shown below the story.
    if (!next || next.at === line.at) return null
    return (
      <p className="flex items-center justify-center gap-1.5 py-1 text-xs text-ink-faint">
        <Hourglass aria-hidden className="size-3.5" />
        {spanInWords(next.at - line.at)} later
      </p>
    )
  }
  if (!node) return <p className="text-center text-xs text-ink-faint">{line.text}</p>
  const { Icon, tile } = lookOf(node.type)
  const handles = handlesOf(node, context, graph)
  const left = handles.find((handle) => handle.id === line.text)?.label ?? line.text.replaceAll('_', ' ')
  return (
    <button
      type="button"
      onClick={() => onGo(node.id)}
      className="flex w-full items-start gap-2 rounded-md px-1 py-0.5 text-left text-sm text-ink-soft hover:bg-hover"
    >
      <span aria-hidden className={cn('grid size-6 shrink-0 place-items-center rounded-sm', tile)}>
        <Icon className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1 wrap-anywhere">
        {titleOf(node)}
        {line.kind === 'effect' ? (
          `: ${line.text}`
        ) : handles.length > 1 ? (
          <b className="font-medium text-ink"> → {left}</b>
        ) : null}
      </span>
    </button>
  )
}

function StepLink({ title, note, onClick }: { title: string; note: string | undefined; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className="rounded-xs hover:text-ink hover:underline">
      {title}
      {note ? <span className="font-medium text-bad-ink"> · {note}</span> : null}
    </button>
  )
}
