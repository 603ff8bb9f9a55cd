import { isTollFree } from '@soniarose/messaging'
import type { AccountInput, NumberInput, ServiceInput } from '../options.ts'
import { accountSchema, numberSchema, serviceSchema } from '../options.ts'
import type { World } from '../world.ts'
import type { MessagingService, SenderNumber } from './senders.ts'
import { newSid } from './sids.ts'

/** Registers an account or replaces its token. Throws a ZodError on a bad one. */
export function setAccount(world: World, sid: string, input: AccountInput): void {
  const account = accountSchema.parse(input)
  const plain = { apiKeys: {}, geoPermissions: null }
  world.accounts.set(typeof account === 'string' ? { sid, authToken: account, ...plain } : { sid, ...account })
}

/** Registers a number of ours or replaces it; it keeps its SID. Throws a ZodError on a bad one. */
export function setNumber(world: World, input: NumberInput): SenderNumber {
  const given = numberSchema.parse(input)
  const kind = given.kind ?? kindOf(given.phone)
  // Twilio answers no STOP on a short code outside a Messaging Service: the sender must.
  const handledBy = given.optOutHandledBy ?? (world.settings.handleOptOuts && kind !== 'short_code' ? 'twilio' : 'us')
  const sid = world.senders.number(given.phone)?.sid ?? newSid('PN')
  const number = { ...given, sid, kind, optOutHandledBy: handledBy }
  world.senders.setNumber(number)
  return number
}

/** Takes a number as it comes, with the settings for adopted ones. */
export function adoptNumber(world: World, accountSid: string, phone: string): SenderNumber {
  return setNumber(world, { ...world.settings.adoptedNumber, phone, accountSid })
}

/** Registers a Messaging Service or replaces it. Throws a ZodError on a bad one. */
export function setService(world: World, input: ServiceInput): MessagingService {
  const service = serviceSchema.parse(input)
  world.senders.setService(service)
  return service
}

function kindOf(phone: string): SenderNumber['kind'] {
  if (!phone.startsWith('+')) return 'short_code'
  return isTollFree(phone) ? 'toll_free' : 'long_code'
}
