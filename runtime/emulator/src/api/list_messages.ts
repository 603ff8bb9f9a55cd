import { refuse, sendJson, sendRefusal } from '../http/answer.ts'
import type { Message } from '../messages/message.ts'
import { accountPath, renderMessage } from '../messages/render.ts'
import type { ApiCall } from './api_call.ts'
import { pageOf } from './page.ts'

const DAY_MS = 86_400_000

/** `GET …/Messages.json`: newest first, filtered by To, From and DateSent, in pages. */
export function listMessages(call: ApiCall): void {
  const { world, account, query, res } = call
  const wanted = readFilter(query)
  if (wanted === null) {
    sendRefusal(res, refuse(20001, { message: 'Invalid DateSent' }))
    return
  }
  const now = world.scheduler.now()
  const found = world.messages
    .all()
    .filter(
      (message) =>
        message.accountSid === account.sid && !message.automatic && message.listedAt <= now && fits(message, wanted),
    )
    .reverse()
  const page = pageOf({ items: found, query, path: `${accountPath(account.sid)}/Messages.json` })
  if (page === null) sendRefusal(res, refuse(20007))
  else sendJson(res, 200, { ...page.frame, messages: page.items.map(renderMessage) })
}

interface Filter {
  to: string | null
  from: string | null
  sentFrom: number | null
  sentUntil: number | null
}

function readFilter(query: URLSearchParams): Filter | null {
  const filter: Filter = { to: query.get('To'), from: query.get('From'), sentFrom: null, sentUntil: null }
  for (const [key, bound] of [
    ['DateSent', 'both'],
    ['DateSent>', 'from'],
    ['DateSent<', 'until'],
  ] as const) {
    const text = query.get(key)
    if (text === null || text === '') continue
    const start = Date.parse(text)
    if (Number.isNaN(start)) return null
    // A plain date means the whole day, both ends inclusive.
    const end = /^\d{4}-\d\d-\d\d$/.test(text) ? start + DAY_MS - 1 : start
    if (bound !== 'until') filter.sentFrom = start
    if (bound !== 'from') filter.sentUntil = end
  }
  return filter
}

/** A filter by date hides texts that have not been sent yet: whether Twilio's does isn't documented, and this is the harsher case. */
function fits(message: Message, filter: Filter): boolean {
  if (filter.to !== null && filter.to !== '' && message.to !== filter.to) return false
  if (filter.from !== null && filter.from !== '' && message.from !== filter.from) return false
  if (filter.sentFrom !== null && (message.sentAt === null || message.sentAt < filter.sentFrom)) return false
  return filter.sentUntil === null || (message.sentAt !== null && message.sentAt <= filter.sentUntil)
}
