import { refuse } from '../http/answer.ts'
import type { Refusal } from '../http/answer.ts'
import type { Account } from '../state/accounts.ts'
import { MAX_QUEUE_SECONDS } from '../state/senders.ts'
import type { SenderNumber } from '../state/senders.ts'
import { adoptNumber } from '../state/world_changes.ts'
import type { World } from '../world.ts'
import { right, wrong } from './draft.ts'
import type { Addresses, Checked } from './draft.ts'

/** Twilio's magic numbers for test credentials. Source: Twilio's "Test credentials" page. */
const MAGIC_FROM: Readonly<Record<string, number>> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
}
const MAGIC_TO: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
}
const MAGIC_SENDER = '+15005550006'

const SERVICE_SID = /^MG[0-9a-fA-F]{32}$/
const SHORT_CODE = /^\d{3,6}$/

/** Checks `To`, `From` and `MessagingServiceSid`, in the order in which Twilio complains. */
export function checkAddresses(world: World, account: Account, form: URLSearchParams): Checked<Addresses> {
  const ends = {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    serviceSid: form.get('MessagingServiceSid') ?? '',
  }
  if (ends.to === '') return wrong(refuse(21604))
  if (ends.from === '' && ends.serviceSid === '') return wrong(refuse(21603))
  const fault = (world.settings.magicNumbers ? magicCode(ends) : null) ?? recipientCode(account, ends)
  if (fault !== null) return wrong(refuse(fault, messageFor(fault, ends)))
  const sender = ends.serviceSid === '' ? fromNumber(world, account, ends.from) : fromService(world, account, ends)
  return sender.ok ? right({ to: ends.to, ...sender.value }) : sender
}

interface Ends {
  to: string
  from: string
}

function magicCode(ends: Ends): number | null {
  return MAGIC_FROM[ends.from] ?? MAGIC_TO[ends.to] ?? null
}

function recipientCode(account: Account, ends: Ends): number | null {
  if (!isPhone(ends.to) || ends.to === ends.from) return 21211
  const { geoPermissions } = account
  return geoPermissions === null || geoPermissions.some((prefix) => ends.to.startsWith(prefix)) ? null : 21408
}

type Sender = Omit<Addresses, 'to'>

function fromNumber(world: World, account: Account, from: string): Checked<Sender> {
  if (!isPhone(from) && !SHORT_CODE.test(from)) return wrong(refuse(21212, messageFor(21212, { to: '', from })))
  const number = ownNumber(world, account, from)
  if (number === null) {
    return world.settings.magicNumbers && from === MAGIC_SENDER
      ? right({ from, number: null, service: null })
      : wrong(refuse(21606, messageFor(21606, { to: '', from })))
  }
  const full = world.senders.queuedSeconds(from, world.scheduler.now()) > MAX_QUEUE_SECONDS
  return full ? wrong(refuse(21611)) : right({ from, number, service: null })
}

function fromService(world: World, account: Account, wanted: { from: string; serviceSid: string }): Checked<Sender> {
  if (!SERVICE_SID.test(wanted.serviceSid)) return wrong(refuse(21705))
  const service = world.senders.service(wanted.serviceSid)
  if (service === null || (service.accountSid !== null && service.accountSid !== account.sid))
    return wrong(refuse(21701))
  if (service.senders.length === 0) return wrong(refuse(21704))
  if (wanted.from === '') return right({ from: null, number: null, service })
  if (!service.senders.includes(wanted.from)) return wrong(refuse(21711))
  return right({ from: wanted.from, number: world.senders.number(wanted.from), service })
}

function ownNumber(world: World, account: Account, phone: string): SenderNumber | null {
  const number = world.senders.number(phone)
  if (number === null) return world.settings.unknownSenders === 'adopt' ? adoptNumber(world, account.sid, phone) : null
  return number.accountSid === null || number.accountSid === account.sid ? number : null
}

/** E.164; a North American number has exactly ten digits after +1. */
function isPhone(text: string): boolean {
  return text.startsWith('+1') ? /^\+1[2-9]\d{9}$/.test(text) : /^\+[2-9]\d{6,14}$/.test(text)
}

function messageFor(code: number, ends: Ends): Partial<Refusal> {
  if (code === 21211 && ends.to === ends.from) return { message: "'To' and 'From' number cannot be the same" }
  if (code === 21211) return { message: `The 'To' number ${ends.to} is not a valid phone number.` }
  if (code === 21212)
    return {
      message: `The 'From' number ${ends.from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
    }
  if (code === 21614) return { message: `To number: ${ends.to}, is not a mobile number` }
  return {}
}
