import { accountPath, rfc2822 } from '../messages/render.ts'
import type { Call } from './call.ts'

/** A Call as the API shows it. */
export function renderCall(call: Call): Record<string, unknown> {
  return {
    sid: call.sid,
    account_sid: call.accountSid,
    parent_call_sid: null,
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    phone_number_sid: null,
    status: call.status,
    start_time: rfc2822(call.startedAt),
    end_time: call.endedAt === null ? null : rfc2822(call.endedAt),
    duration: call.endedAt === null ? null : String(call.durationSeconds),
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: null,
    forwarded_from: null,
    caller_name: null,
    queue_time: '0',
    api_version: '2010-04-01',
    date_created: rfc2822(call.startedAt),
    date_updated: rfc2822(call.endedAt ?? call.startedAt),
    uri: `${accountPath(call.accountSid)}/Calls/${call.sid}.json`,
  }
}
