import type { Change } from '../../testing/index.ts'
import type { Row, Watch } from './watch.ts'

/** A sender with a limit gives each text a slot of its own, and no text that is claimed as it is planned goes before its. */
export function checkSlots(watch: Watch, changes: readonly Change[]): void {
  const planned = changes.flatMap((change) =>
    change.table === 'messages' && change.before === null && change.after?.direction === 'outbound'
      ? [change.after]
      : [],
  )
  if (planned.length === 0) return
  for (const sender of watch.world.database.senders.rows()) {
    if (sender.perSecond === null) continue
    const change = changes.find((each) => each.table === 'senders' && each.after?.id === sender.id)
    const former = change?.table === 'senders' && change.before ? change.before : sender
    const own = planned.filter((message) => message.workspaceId === sender.workspaceId && message.runId !== null)
    checkSender(watch, former, own)
  }
}

function checkSender(watch: Watch, { perSecond, nextSlotAt }: Row<'senders'>, own: readonly Row<'messages'>[]): void {
  let free = nextSlotAt ?? 0
  for (const { id, status, createdAt, segments } of own) {
    const slot = Math.max(createdAt, free)
    const isEarly = status === 'sending' && slot > createdAt
    watch.demand(
      'a text does not go out before its time',
      !isEarly,
      () => `message ${id} was claimed ${slot - createdAt} ms before its slot`,
    )
    free = slot + (segments * 1_000) / (perSecond ?? 1)
  }
}
