import { inWords, momentInWords } from '@soniarose/core'
import type { Db } from '#app/core/db'
import { segmentFilter } from '#app/segments/segment_filter'

interface Question {
  workspaceId: string
  workflowId: string
  contactId: string
  at: Date
  zone: string
}

interface Facts {
  workflow_status: string
  first_published_at: Date | null
  opt_in_status: string
  contact_created_at: Date
  tags: string[]
  refusal: string | null
  refused_at: Date | null
  refusals: number | null
}

const FACTS = `
  SELECT f.status AS workflow_status, c.opt_in_status, c.created_at AS contact_created_at, c.tags,
    (SELECT min(v.published_at) + w.clock_offset FROM workflow_versions v WHERE v.workflow_id = f.id) AS first_published_at,
    e.reason AS refusal, e.at AS refused_at, e.times AS refusals
  FROM workflows f
  JOIN workspaces w ON w.id = f.workspace_id
  JOIN contacts c ON c.id = $3
  LEFT JOIN entry_refusals e ON e.contact_id = c.id AND e.workflow_id = f.id AND e.at <= $4
  WHERE f.workspace_id = $1 AND f.id = $2`

const REFUSALS: Record<string, string> = {
  workflow_paused: 'the workflow was paused',
  opted_out: 'they had opted out',
  already_entered: 'they had been in before, and the workflow lets nobody in twice',
  under_way: 'they were still under way in it',
  too_soon: 'the last time was too short ago by the workflow’s rule',
}

/** Why a contact has never entered a workflow, as far as that is known; the most certain reason first. */
export async function neverEntered(db: Db, question: Question): Promise<string[]> {
  const { workspaceId, workflowId, contactId, at, zone } = question
  const [facts] = await db.query<Facts>(FACTS, [workspaceId, workflowId, contactId, at])
  if (facts === undefined) return []
  const sentences = ['They have never entered this workflow.']
  if (facts.refusal !== null && facts.refused_at !== null) {
    const when = momentInWords(facts.refused_at.getTime(), zone)
    const often = (facts.refusals ?? 1) > 1 ? ` (the last of ${facts.refusals} times)` : ''
    const why = REFUSALS[facts.refusal] ?? inWords(facts.refusal)
    return [...sentences, `On ${when} they were not let in${often}, because ${why}.`]
  }
  if (facts.first_published_at === null || facts.first_published_at > at)
    return [...sentences, 'It had not been published by then.']
  if (facts.opt_in_status === 'opted_out')
    sentences.push('They have opted out, and whoever has opted out is not let in.')
  if (facts.workflow_status !== 'live')
    sentences.push(`The workflow is ${facts.workflow_status} now, and lets nobody in.`)
  return [
    ...sentences,
    ...(await tellTriggers(db, question, { ...facts, first_published_at: facts.first_published_at })),
  ]
}

type Known = Facts & { first_published_at: Date }

interface Trigger {
  kind: string
  key: string
}

async function tellTriggers(db: Db, question: Question, facts: Known): Promise<string[]> {
  const triggers = await db.query<Trigger>(
    'SELECT kind, min(key) AS key FROM workflow_triggers WHERE workflow_id = $1 GROUP BY kind, node_id, key ORDER BY kind, key',
    [question.workflowId],
  )
  const told: string[] = []
  for (const trigger of triggers) {
    const sentence = await TRIGGERS[trigger.kind]?.(trigger, { db, question, facts })
    if (sentence) told.push(sentence)
  }
  return told.length > 0 ? told : ['Nothing that starts it has happened to them.']
}

interface Told {
  db: Db
  question: Question
  facts: Known
}

type Tell = (trigger: Trigger, known: Told) => string | null | Promise<string | null>

const TRIGGERS: Record<string, Tell> = {
  contact_created: (_, { question, facts }) => {
    const [added, published] = [facts.contact_created_at, facts.first_published_at].map((time) =>
      momentInWords(time.getTime(), question.zone),
    )
    return facts.contact_created_at < facts.first_published_at
      ? `It starts for new contacts; they were added on ${added}, before it was first published on ${published}.`
      : `It starts for new contacts; when they were added on ${added}, it did not run.`
  },
  tag_added: ({ key }, { facts }) =>
    facts.tags.some((tag) => tag.toLowerCase() === key.toLowerCase())
      ? `It starts when somebody gets the tag “${key}”; they have it, but did not get it while the workflow ran.`
      : `It starts when somebody gets the tag “${key}”, which they do not have.`,
  keyword: ({ key }) => `It starts when somebody texts “${key}”; no such text of theirs came while it ran.`,
  event: async ({ key }, { db, question }) => {
    const [last] = await db.query<{ at: Date }>(
      'SELECT at FROM custom_events WHERE contact_id = $1 AND lower(name) = lower($2) AND at <= $3 ORDER BY at DESC LIMIT 1',
      [question.contactId, key, question.at],
    )
    return last
      ? `It starts by the event “${key}”, which came on ${momentInWords(last.at.getTime(), question.zone)}, when it did not run.`
      : `It starts by the event “${key}”, which never came for them.`
  },
  segment_entered: tellSegment,
  schedule: tellSegment,
  webhook: () => 'It starts when another system calls for somebody; none has called for them.',
  manual: () => 'It starts by hand or by the API; nobody has enrolled them.',
}

async function tellSegment({ key, kind }: Trigger, { db, question }: Told): Promise<string | null> {
  const filter = await segmentFilter(db, question.workspaceId, key)
  if (filter === null) return 'The segment that it starts from is gone.'
  const [segment] = await db.query<{ name: string }>('SELECT name FROM segments WHERE id = $1', [key])
  const [row] = await db.query<{ inside: boolean }>(
    `SELECT (${filter.sql(2)}) AS inside FROM contacts c WHERE c.id = $1`,
    [question.contactId, ...filter.values],
  )
  const starts =
    kind === 'schedule' ? 'It starts at its times for the segment' : 'It starts for whoever comes into the segment'
  const is = row?.inside === true ? 'they are in it now, but did not come in by it so far' : 'they are not in it now'
  return `${starts} “${segment?.name ?? key}”; ${is}.`
}
