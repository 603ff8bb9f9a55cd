import { refuse, sendJson, sendRefusal } from '../http/answer.ts'
import { renderCall } from '../calls/render_call.ts'
import { accountPath } from '../messages/render.ts'
import type { SenderNumber } from '../state/senders.ts'
import { numberSchema } from '../options.ts'
import type { ApiCall } from './api_call.ts'
import { pageOf } from './page.ts'

/** `GET /2010-04-01/Accounts/{Sid}.json`: enough to test credentials with. */
export function showAccount(call: ApiCall): void {
  const { account, res } = call
  sendJson(res, 200, {
    sid: account.sid,
    owner_account_sid: account.sid,
    friendly_name: 'Emulated account',
    status: 'active',
    type: 'Full',
    uri: `${accountPath(account.sid)}.json`,
  })
}

/** `GET …/IncomingPhoneNumbers.json`, if wanted only `PhoneNumber=`. */
export function listNumbers(call: ApiCall): void {
  const { world, account, query, res } = call
  const phone = query.get('PhoneNumber')
  const items = world.senders
    .numbers()
    .filter((number) => belongs(number, account.sid) && (phone === null || number.phone.includes(phone)))
  const page = pageOf({ items, query, path: `${accountPath(account.sid)}/IncomingPhoneNumbers.json` })
  if (page === null) sendRefusal(res, refuse(20007))
  else
    sendJson(res, 200, {
      ...page.frame,
      incoming_phone_numbers: page.items.map((number) => renderNumber(account.sid, number)),
    })
}

/** `GET` or `POST …/IncomingPhoneNumbers/{Sid}.json`: shows a number, or sets its webhooks. */
export function oneNumber(call: ApiCall, sid: string): void {
  const { world, account, form, res } = call
  const number = world.senders.numbers().find((one) => one.sid === sid && belongs(one, account.sid))
  if (number === undefined) {
    sendRefusal(res, refuse(20404, { status: 404 }))
    return
  }
  const urls = numberSchema
    .pick({ smsUrl: true, smsFallbackUrl: true, voiceUrl: true, statusCallback: true })
    .safeParse({
      smsUrl: form.get('SmsUrl') ?? number.smsUrl,
      smsFallbackUrl: form.get('SmsFallbackUrl') ?? number.smsFallbackUrl,
      voiceUrl: form.get('VoiceUrl') ?? number.voiceUrl,
      statusCallback: form.get('StatusCallback') ?? number.statusCallback,
    })
  if (!urls.success) {
    sendRefusal(res, refuse(20001, { message: 'A webhook URL is not valid' }))
    return
  }
  Object.assign(number, urls.data)
  sendJson(res, 200, renderNumber(account.sid, number))
}

/** `GET …/Calls.json`, newest first. */
export function listCalls(call: ApiCall): void {
  const { world, account, query, res } = call
  const wanted = { to: query.get('To'), from: query.get('From'), status: query.get('Status') }
  const items = [...world.calls.values()]
    .reverse()
    .filter(
      (one) =>
        one.accountSid === account.sid &&
        (wanted.to === null || one.to === wanted.to) &&
        (wanted.from === null || one.from === wanted.from) &&
        (wanted.status === null || one.status === wanted.status),
    )
  const page = pageOf({ items, query, path: `${accountPath(account.sid)}/Calls.json` })
  if (page === null) sendRefusal(res, refuse(20007))
  else sendJson(res, 200, { ...page.frame, calls: page.items.map(renderCall) })
}

/** `GET …/Calls/{Sid}.json` */
export function oneCall(call: ApiCall, sid: string): void {
  const found = call.world.calls.get(sid)
  if (found === undefined || found.accountSid !== call.account.sid)
    sendRefusal(call.res, refuse(20404, { status: 404 }))
  else sendJson(call.res, 200, renderCall(found))
}

function belongs(number: SenderNumber, accountSid: string): boolean {
  return number.accountSid === null || number.accountSid === accountSid
}

function renderNumber(accountSid: string, number: SenderNumber): Record<string, unknown> {
  return {
    sid: number.sid,
    account_sid: accountSid,
    friendly_name: number.phone,
    phone_number: number.phone,
    capabilities: { voice: number.kind !== 'short_code', sms: true, mms: true, fax: false },
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl,
    voice_url: number.voiceUrl,
    status_callback: number.statusCallback,
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}
