import type { Message, TimelineRow } from '../../api/types.ts'
import { workspaceNow } from '../../ui/workspace_now.ts'

export type TimelineGroup = 'messages' | 'workflows' | 'consent' | 'changes' | 'calls'

/** Which filter a kind of timeline row belongs to. Unknown kinds count as changes, so that nothing is hidden. */
export function groupOfKind(kind: string): TimelineGroup {
  if (/^(message|reply|sms|inbound|outbound)/.test(kind)) return 'messages'
  if (/^(run|workflow|step|goal)/.test(kind)) return 'workflows'
  if (/^(consent|opt|stop|start|help|compliance|suppress)/.test(kind)) return 'consent'
  if (/^(call|voice)/.test(kind)) return 'calls'
  return 'changes'
}

/** The text that a timeline row is about, if it is about one. */
export function messageOfRow(row: TimelineRow): Message | null {
  const { data } = row
  if (groupOfKind(row.kind) !== 'messages') return null
  const direction = data.direction === 'inbound' || /received|inbound/.test(row.kind) ? 'inbound' : 'outbound'
  const text = (key: string) => (typeof data[key] === 'string' ? data[key] : null)
  const code = data.errorCode
  return {
    id: text('id') ?? text('messageId') ?? row.id,
    contactId: text('contactId') ?? '',
    direction,
    body: text('body') ?? row.summary,
    status: asStatus(text('status'), direction),
    providerSid: text('providerSid'),
    errorCode: typeof code === 'string' || typeof code === 'number' ? code : null,
    reason: text('reason'),
    runId: text('runId'),
    nodeId: text('nodeId'),
    segments: typeof data.segments === 'number' ? data.segments : 1,
    createdAt: row.at,
    sentAt: text('sentAt'),
    deliveredAt: text('deliveredAt'),
    mediaUrls: Array.isArray(data.mediaUrls) ? data.mediaUrls.filter((url) => typeof url === 'string') : undefined,
  }
}

const statuses = [
  'planned',
  'held',
  'sending',
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'unknown',
  'canceled',
  'skipped',
  'received',
] as const

function asStatus(value: string | null, direction: 'inbound' | 'outbound'): Message['status'] {
  return statuses.find((status) => status === value) ?? (direction === 'inbound' ? 'received' : 'sent')
}

/** Rows in groups of one day each, in the order given; the day is the viewer's. */
export function byDay<T>(rows: readonly T[], at: (row: T) => string): { day: string; rows: T[] }[] {
  const days: { day: string; rows: T[] }[] = []
  for (const row of rows) {
    const day = new Date(at(row)).toDateString()
    const last = days.at(-1)
    if (last?.day === day) last.rows.push(row)
    else days.push({ day, rows: [row] })
  }
  return days
}

/** A day in words: Today, Yesterday, or `Thursday 19 November`. */
export function dayInWords(day: string, now = new Date(workspaceNow())): string {
  const date = new Date(day)
  if (date.toDateString() === now.toDateString()) return 'Today'
  if (date.toDateString() === new Date(now.getTime() - 86_400_000).toDateString()) return 'Yesterday'
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year })
}
