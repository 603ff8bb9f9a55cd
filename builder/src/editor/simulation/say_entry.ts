import type { TraceEntry } from '@soniarose/core'

/** A line of a test's story; null for what only repeats the line before. */
export interface StoryLine {
  kind: 'text' | 'reply' | 'step' | 'wait' | 'effect'
  at: number
  nodeId: string | null
  text: string
  /** Not as it should be: a refused text, a reply that nobody heard. */
  odd: boolean
}

/** What one entry of a trace says to people. */
export function sayEntry(entry: TraceEntry): StoryLine | null {
  const { at } = entry
  switch (entry.kind) {
    case 'text':
      return { kind: 'text', at, nodeId: entry.nodeId, text: entry.body, odd: entry.outcome !== 'accepted' }
    case 'reply':
      return { kind: 'reply', at, nodeId: null, text: entry.body, odd: !entry.heard }
    case 'event':
      return {
        kind: 'effect',
        at,
        nodeId: null,
        text: `The event “${entry.name}” comes${entry.heard ? '' : '; nothing waits for it'}`,
        odd: !entry.heard,
      }
    case 'wait':
      return { kind: 'wait', at, nodeId: entry.nodeId, text: '', odd: false }
    case 'step': {
      const { step } = entry
      if (step.nodeType === 'trigger' || (step.nodeType === 'send_sms' && step.status === 'completed')) return null
      return { kind: 'step', at, nodeId: step.nodeId, text: step.outcome, odd: step.status === 'failed' }
    }
    case 'effect':
      return sayEffect(entry.effect, at)
  }
}

function sayEffect(effect: Extract<TraceEntry, { kind: 'effect' }>['effect'], at: number): StoryLine | null {
  const line = (text: string): StoryLine => ({ kind: 'effect', at, nodeId: effect.nodeId, text, odd: false })
  switch (effect.type) {
    case 'add_tag':
      return line(`Gets the tag ${effect.tag}`)
    case 'remove_tag':
      return line(`Loses the tag ${effect.tag}`)
    case 'contact_patch':
      return line(`Changed: ${fieldsOf(effect.set).join(', ')}`)
    case 'call_plugin':
      return line(`The plugin ${effect.plugin} would run`)
    case 'http_request':
      return line(`${effect.method} ${effect.url} would be called`)
    case 'notify_team':
      return line(`The team is told: ${effect.message}`)
    case 'handoff':
      return line('Handed over to the inbox')
    case 'start_workflow':
      return line('Another workflow starts')
    case 'plan_message':
    case 'timeline':
      return null
  }
}

function fieldsOf(set: object): string[] {
  return Object.entries(set).flatMap(([key, value]) =>
    key === 'attributes' && typeof value === 'object' && value !== null ? Object.keys(value) : [key],
  )
}
