import { refuse, sendJson, sendRefusal } from '../http/answer.ts'
import type { MessagingService } from '../state/senders.ts'
import type { ApiCall } from './api_call.ts'

/** `GET /v1/Services`: the account's Messaging Services. This API pages by absolute addresses, so it gives the emulator's own. */
export function listServices(call: ApiCall): void {
  const { world, account, res } = call
  const services = world.senders.services().filter((service) => belongs(service, account.sid))
  const url = `${world.publicUrl}/v1/Services?PageSize=50&Page=0`
  sendJson(res, 200, {
    meta: {
      page: 0,
      page_size: 50,
      first_page_url: url,
      previous_page_url: null,
      url,
      next_page_url: null,
      key: 'services',
    },
    services: services.map((service) => renderService(call, service)),
  })
}

/** `GET /v1/Services/{Sid}` */
export function oneService(call: ApiCall, sid: string): void {
  const service = call.world.senders.service(sid)
  if (service === null || !belongs(service, call.account.sid)) sendRefusal(call.res, refuse(20404, { status: 404 }))
  else sendJson(call.res, 200, renderService(call, service))
}

/** Accounts of `/v1` requests are named by the credentials alone. */
export function accountOfHeader(header: string | undefined): string {
  const encoded = header?.split(' ')[1] ?? ''
  return Buffer.from(encoded, 'base64').toString('utf8').split(':')[0] ?? ''
}

function belongs(service: MessagingService, accountSid: string): boolean {
  return service.accountSid === null || service.accountSid === accountSid
}

function renderService(call: ApiCall, service: MessagingService): Record<string, unknown> {
  return {
    sid: service.sid,
    account_sid: call.account.sid,
    friendly_name: service.friendlyName,
    inbound_request_url: service.inboundRequestUrl,
    inbound_method: 'POST',
    status_callback: service.statusCallback,
    sticky_sender: service.stickySender,
    smart_encoding: service.smartEncoding,
    validity_period: service.validityPeriod,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    url: `${call.world.publicUrl}/v1/Services/${service.sid}`,
  }
}
