import { TemplateError } from '@soniarose/core'
import { handlesOf, titleOf, type Graph, type NodeContext } from '@soniarose/graph'
import { ChevronRight, CircleStop, ListChecks, RotateCcw } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { contactName } from '../../crm/shared/contact_text.ts'
import type { Contact } from '../../api/types.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useInsights } from '../editor_context.tsx'
import { useSampleContacts } from '../inspector/lookups.ts'
import { Answer } from './answer.tsx'
import { pathOf } from './path_of.ts'
import { decidableSteps, play, type Decision, type Play, type TestSetup } from './play.ts'
import { Story } from './story.tsx'

type Outcome = { ok: true; play: Play } | { ok: false; message: string }

/** Plays; what the graph's own texts or patterns make impossible comes back as a sentence. */
function tryPlay(graph: Graph, setup: TestSetup, decisions: readonly Decision[]): Outcome {
  try {
    return { ok: true, play: play(graph, setup, decisions) }
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, message: error.message }
    return { ok: false, message: error instanceof Error ? error.message : 'The workflow can’t be played.' }
  }
}

const UNKNOWN = { firstName: 'Ana', lastName: 'Lopez', phone: '+12025550143', timeZone: 'America/New_York' }

function asContact(contact: Contact | undefined): TestSetup['contact'] {
  if (!contact) return { ...UNKNOWN, optInStatus: 'opted_in' }
  const { firstName, lastName, phone, email, timeZone, tags } = contact
  return { firstName, lastName, phone, email, timeZone, tags, optInStatus: 'opted_in' }
}

/** Plays the draft with a contact: texts appear, waits pass at once, and the tester answers. Nothing is sent. */
export function TestPanel({ commands }: { commands: Commands }) {
  const { insights, ui } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const errors = useInsights((state) => state.errorCount)
  const contacts = useSampleContacts().data ?? []
  const [decisions, setDecisions] = useState<readonly Decision[]>([])
  const [contactId, setContactId] = useState('')
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, string>>>({})
  const [startAt] = useState(() => new Date().toISOString())
  const contact = contacts.find((each) => each.id === contactId) ?? contacts[0]
  const outcome = useMemo(
    () => (errors > 0 ? null : tryPlay(graph, { contact: asContact(contact), startAt, outcomes, context }, decisions)),
    [graph, context, errors, contact, startAt, outcomes, decisions],
  )
  const played = outcome?.ok ? outcome.play : null

  useEffect(() => {
    insights.setState({
      path: played
        ? pathOf(graph, played.steps, {
            nodeId: played.asks?.nodeId ?? played.run.nodeId,
            waiting: played.asks !== null,
            failed: played.run.status === 'failed',
          })
        : null,
    })
    if (played?.asks) commands.show(played.asks.nodeId)
  }, [played, graph, insights, commands])
  useEffect(() => () => insights.setState({ path: null }), [insights])

  if (errors > 0) {
    return (
      <div className="flex flex-col items-start gap-3">
        <p className="text-base text-ink-soft">The workflow has errors. Mend them first, then it can be tested.</p>
        <Button size="sm" icon={<ListChecks />} onClick={() => ui.getState().set({ problemsOpen: true })}>
          Show the problems
        </Button>
      </div>
    )
  }
  return (
    <div className="flex min-h-full flex-col gap-4">
      <div className="flex items-end gap-2">
        <Field label="Played by" className="flex-1">
          <Select
            label="Played by"
            value={contact?.id ?? 'sample'}
            onChange={(id) => {
              setContactId(id)
              setDecisions([])
            }}
            options={
              contacts.length > 0
                ? contacts.map((each) => ({ value: each.id, label: contactName(each) }))
                : [{ value: 'sample', label: 'Ana Lopez (made up)' }]
            }
          />
        </Field>
        <Button icon={<RotateCcw />} disabled={decisions.length === 0} onClick={() => setDecisions([])}>
          Start over
        </Button>
      </div>
      <Outcomes outcomes={outcomes} onChange={setOutcomes} />
      {outcome && !outcome.ok ? (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-base text-bad-ink">
          {outcome.message}
        </p>
      ) : null}
      {played ? (
        <Played play={played} commands={commands} onDecide={(decision) => setDecisions([...decisions, decision])} />
      ) : null}
      {decisions.length > 0 && played ? (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setDecisions(decisions.slice(0, -1))}>
          Take the last answer back
        </Button>
      ) : null}
    </div>
  )
}

interface PlayedProps {
  play: Play
  commands: Commands
  onDecide: (decision: Decision) => void
}

function Played({ play: played, commands, onDecide }: PlayedProps) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [played])
  return (
    <>
      <p className="flex items-center justify-between gap-2 text-sm text-ink-faint">
        <span>
          It is <time className="font-medium text-ink-soft">{formatMoment(new Date(played.now).toISOString())}</time> in
          the test
        </span>
        <Badge>Nothing is sent</Badge>
      </p>
      <Story trace={played.trace} onGo={(id) => commands.show(id)} />
      {played.asks ? (
        <Answer key={played.trace.length} asks={played.asks} onDecide={onDecide} />
      ) : (
        <Ending play={played} />
      )}
      <div ref={end} />
    </>
  )
}

const ENDINGS: Record<Play['run']['status'], { text: string; tone: Tone }> = {
  completed: { text: 'The workflow has come to its end.', tone: 'ok' },
  exited: { text: 'The contact has left the workflow', tone: 'neutral' },
  failed: { text: 'The run has failed', tone: 'bad' },
  canceled: { text: 'The run was canceled.', tone: 'neutral' },
  waiting: { text: 'The run still waits after a year; nothing more happens in the test.', tone: 'info' },
  ready: { text: 'The test stopped before the end.', tone: 'info' },
}

function Ending({ play: played }: { play: Play }) {
  const { text, tone } = ENDINGS[played.run.status]
  return (
    <p role="status" className="flex items-center gap-2 rounded-md bg-sunken px-3 py-2.5 text-base">
      <CircleStop aria-hidden className="size-4 shrink-0" />
      {text}
      {played.run.exitReason ? <Badge tone={tone}>{played.run.exitReason.replaceAll('_', ' ')}</Badge> : null}
    </p>
  )
}

interface OutcomesProps {
  outcomes: Readonly<Record<string, string>>
  onChange: (outcomes: Readonly<Record<string, string>>) => void
}

/** What texts, plugins and requests come to in the test; all go well unless said otherwise. */
function Outcomes({ outcomes, onChange }: OutcomesProps) {
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const steps = useMemo(() => decidableSteps(graph), [graph])
  if (steps.length === 0) return null
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-1 text-sm font-medium text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden className="size-4 calm transition-transform group-open:rotate-90" />
        What the outside answers
      </summary>
      <ul className="mt-2 flex flex-col gap-1.5">
        {steps.map(({ id }) => (
          <li key={id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-sm text-ink-soft">{nameOf(graph, id)}</span>
            <Select
              label={`Outcome of ${nameOf(graph, id)}`}
              size="sm"
              value={outcomes[id] ?? ''}
              onChange={(next) => onChange({ ...outcomes, [id]: next })}
              options={waysOf(graph, context, id)}
              className="w-36"
            />
          </li>
        ))}
      </ul>
    </details>
  )
}

function nameOf(graph: Graph, id: string): string {
  const node = graph.nodes.find((each) => each.id === id)
  return node ? titleOf(node) : id
}

function waysOf(graph: Graph, context: NodeContext, id: string) {
  const node = graph.nodes.find((each) => each.id === id)
  const handles = node ? handlesOf(node, context, graph) : []
  const [first] = handles
  return handles.map((handle) => ({
    value: handle === first ? '' : handle.id,
    label: node?.type === 'send_sms' && handle === first ? 'Accepted' : handle.label,
  }))
}
