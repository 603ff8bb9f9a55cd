import { insistentTransaction } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { applyStatus } from '#app/engine/apply_status'
import { announce } from '#app/live/hub'
import { keepRawEvent, sidOf, wordOf } from '#app/webhooks/raw_event'
import type { SignedRequest } from '#app/webhooks/signed_request'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Takes in what became of a text. It may come twice, out of order, before the answer to our own request, or for a text
 * that isn't ours: the attempt's id in the path finds the text even when its SID is not known yet.
 */
export async function takeMessageStatus(request: SignedRequest, path: string): Promise<void> {
  const { params, accountSid } = request
  const sid = sidOf(params.MessageSid ?? params.SmsSid)
  const status = wordOf(params.MessageStatus ?? params.SmsStatus)
  const lastPart = path.split('?')[0]?.split('/').at(-1) ?? ''
  // It may say that somebody has opted out, and a carrier says so once.
  await insistentTransaction(async (tx) => {
    const key = `${sid}:${status}:${wordOf(params.ErrorCode)}`
    const workspaceIds = [...new Set(request.senders.map((sender) => sender.workspaceId))]
    const fresh = await keepRawEvent(tx, {
      kind: 'status',
      key,
      workspaceId: workspaceIds[0] ?? null,
      accountSid,
      path,
      params,
      error: null,
    })
    if (!fresh) return
    const applied = await applyStatus(tx.client, {
      workspaceIds,
      messageSid: sid,
      attemptId: uuid.test(lastPart) ? lastPart : null,
      status,
      errorCode: /^\d{1,9}$/.test(params.ErrorCode ?? '') ? Number(params.ErrorCode) : null,
    })
    if (applied === null) return
    tx.afterCommit(() => {
      // Where it stood in for the answer to our own request, the run goes on, and the contact's next text may go out.
      if (applied.woken > 0) for (const bell of ['runs', 'messages'] as const) wakeWorkers(bell)
      announce(applied.workspaceId, 'messages')
    })
  })
}
