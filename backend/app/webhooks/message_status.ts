import { transaction } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { applyStatus } from '#app/engine/apply_status'
import { announce } from '#app/live/hub'
import { closeRawEvent, keepRawEvent } from '#app/webhooks/raw_event'
import type { SignedRequest } from '#app/webhooks/signed_request'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Takes in what became of a text. It may come twice, out of order, before the answer to our own request, or for a text
 * that isn't ours: the attempt's id in the path finds the text even when its SID is not known yet.
 */
export async function takeMessageStatus(request: SignedRequest, path: string): Promise<void> {
  const { params, accountSid } = request
  const sid = params.MessageSid ?? params.SmsSid ?? ''
  const status = params.MessageStatus ?? params.SmsStatus ?? ''
  const lastPart = path.split('?')[0]?.split('/').at(-1) ?? ''
  await transaction(async (tx) => {
    const key = `${sid}:${status}:${params.ErrorCode ?? ''}`
    const workspaceIds = [...new Set(request.senders.map((sender) => sender.workspaceId))]
    const rawId = await keepRawEvent(tx, {
      kind: 'status',
      key,
      workspaceId: workspaceIds[0] ?? null,
      accountSid,
      path,
      params,
    })
    if (rawId === null) return
    const applied = await applyStatus(tx.client, {
      workspaceIds,
      messageSid: sid,
      attemptId: uuid.test(lastPart) ? lastPart : null,
      status,
      errorCode: /^\d{1,9}$/.test(params.ErrorCode ?? '') ? Number(params.ErrorCode) : null,
    })
    await closeRawEvent(tx, rawId, applied === null ? 'it is about no text of ours' : null)
    if (applied === null) return
    tx.afterCommit(() => {
      if (applied.woken > 0) wakeWorkers('runs')
      // The contact's next text may go out now that this one is out of the way.
      wakeWorkers('messages')
      announce(applied.workspaceId, 'messages')
    })
  })
}
