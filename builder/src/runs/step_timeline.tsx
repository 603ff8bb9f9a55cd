import { titleOf, type Graph, type NodeContext } from '@soniarose/graph'
import { Check, Hourglass, SkipForward, X } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { Message, Page, Run, RunStep } from '../api/types.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { DeliveryMark } from '../crm/shared/message_bubble.tsx'
import { cn } from '../ui/cn.ts'
import { formatMoment } from '../ui/format.ts'
import { lookOf } from '../editor/kind_look.ts'
import { spanInWords } from '../editor/store/duration.ts'
import { explainStep } from './explain_step.ts'

/** The texts that a run has sent. */
function useRunMessages(runId: string) {
  return useQuery({
    queryKey: ['messages', 'run', runId],
    queryFn: ({ signal }) => request<Page<Message>>('/api/messages', { query: { runId, limit: 200 }, signal }),
    select: (page) => page.data,
  })
}

/** The text of a visit: by the message's id, else the one of the same step nearest in time. */
function messageOf(step: RunStep, messages: readonly Message[]): Message | undefined {
  if (step.nodeType !== 'send_sms') return undefined
  const byId = messages.find((message) => message.id === step.detail?.['messageId'])
  if (byId) return byId
  const start = Date.parse(step.startedAt) - 1000
  return messages.find((message) => message.nodeId === step.nodeId && Date.parse(message.createdAt) >= start)
}

interface StepTimelineProps {
  run: Run
  graph: Graph
  context: NodeContext
  /** The visit that is looked at, by its number. */
  looked: number | null
  onLook: (seq: number) => void
}

/** Every visit of a run with what it came to and why. */
export function StepTimeline({ run, graph, context, looked, onLook }: StepTimelineProps) {
  const messages = useRunMessages(run.id).data ?? []
  const steps = useMemo(() => (run.steps ?? []).toSorted((a, b) => a.seq - b.seq), [run.steps])
  const go = (by: number) => {
    const at = steps.findIndex((step) => step.seq === looked)
    const next = steps[at === -1 ? (by > 0 ? 0 : steps.length - 1) : at + by]
    if (next) onLook(next.seq)
  }
  useShortcuts('Run', [
    { keys: 'arrowdown', label: 'Next step', run: () => go(1), when: outsideCanvas },
    { keys: 'arrowup', label: 'Previous step', run: () => go(-1), when: outsideCanvas },
  ])
  if (run.archivedAt)
    return (
      <p className="p-4 text-base text-ink-soft">
        The steps were cleared on {formatMoment(run.archivedAt)}, as the workspace’s retention setting asks.
      </p>
    )
  if (steps.length === 0) return <p className="p-4 text-base text-ink-soft">The run hasn’t taken a step yet.</p>
  return (
    <ol className="flex flex-col py-2">
      {steps.map((step) => (
        <li key={step.seq}>
          <StepRow
            step={step}
            graph={graph}
            context={context}
            message={messageOf(step, messages)}
            chosen={step.seq === looked}
            onLook={onLook}
          />
        </li>
      ))}
    </ol>
  )
}

const outsideCanvas = (event: KeyboardEvent) =>
  !(event.target instanceof HTMLElement && event.target.closest('.sr-canvas, [role=listbox]') !== null)

const MARKS = {
  done: { Icon: Check, look: 'bg-ok-ink text-surface', text: 'Done' },
  waiting: { Icon: Hourglass, look: 'bg-info-ink text-surface', text: 'Under way' },
  failed: { Icon: X, look: 'bg-bad text-on-bad', text: 'Failed' },
  skipped: { Icon: SkipForward, look: 'bg-ink-faint text-surface', text: 'Skipped or cut short' },
}

function markOf(step: RunStep) {
  if (step.finishedAt === null) return MARKS.waiting
  if (step.status === 'completed') return MARKS.done
  return step.status === 'failed' ? MARKS.failed : MARKS.skipped
}

interface StepRowProps {
  step: RunStep
  graph: Graph
  context: NodeContext
  message: Message | undefined
  chosen: boolean
  onLook: (seq: number) => void
}

function StepRow({ step, graph, context, message, chosen, onLook }: StepRowProps) {
  const row = useRef<HTMLDivElement>(null)
  const node = graph.nodes.find((each) => each.id === step.nodeId)
  const { what, why } = explainStep(step, graph, context)
  const { Icon: Mark, look, text } = markOf(step)
  const { Icon, tile } = lookOf(step.nodeType)
  const took = step.finishedAt === null ? null : Date.parse(step.finishedAt) - Date.parse(step.startedAt)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={row} className={cn('relative px-4 py-2', chosen && 'bg-rose-soft/40')}>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => onLook(step.seq)}
        className="flex w-full items-start gap-3 rounded-sm text-left"
      >
        <span className={cn('relative grid size-8 shrink-0 place-items-center rounded-md', tile)}>
          <Icon aria-hidden className="size-4" />
          <span
            className={cn(
              'absolute -right-1.5 -bottom-1.5 grid size-4.5 place-items-center rounded-full border-2 border-surface',
              look,
            )}
          >
            <Mark aria-label={text} className="size-2.5" strokeWidth={3.5} />
          </span>
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-2">
            <span className="truncate font-medium">{node ? titleOf(node) : step.nodeId}</span>
            <time
              dateTime={step.startedAt}
              title={formatMoment(step.startedAt)}
              className="nums shrink-0 text-xs text-ink-faint"
            >
              {formatMoment(step.startedAt).replace(/^\w+,? /, '')}
            </time>
          </span>
          <span className="block text-sm text-ink-soft">
            {what}
            {took !== null && took >= 1000 ? (
              <span className="text-ink-faint"> · after {spanInWords(took)}</span>
            ) : null}
          </span>
        </span>
      </button>
      {why.length > 0 || message ? (
        <div className="mt-1.5 ml-11 flex flex-col gap-1 text-sm">
          {why.map((line) => (
            <p key={line} className="wrap-anywhere text-ink">
              {line}
            </p>
          ))}
          {message ? (
            <div className="rounded-md border border-line bg-sunken px-3 py-2">
              <p className="wrap-anywhere whitespace-pre-wrap">{message.body}</p>
              <p className="mt-1 text-xs text-ink-faint">
                <DeliveryMark message={message} />
              </p>
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
