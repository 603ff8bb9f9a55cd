import { segmentsOf, smartEncode } from '@soniarose/messaging'
import type { Addresses, Content } from '../api/draft.ts'
import type { FullScript } from '../delivery/delivery_script.ts'
import { startDelivery } from '../delivery/life_cycle.ts'
import { newSid } from '../state/sids.ts'
import type { World } from '../world.ts'
import type { Message, MessageMedia } from './message.ts'

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
  vcf: 'text/vcard',
}

export interface Acceptance {
  accountSid: string
  addresses: Addresses
  content: Content
  script: FullScript
}

/** Takes a text in: it has a SID and a first status from now on. Its delivery is not begun yet. */
export function acceptMessage(world: World, acceptance: Acceptance): Message {
  const { accountSid, addresses, content, script } = acceptance
  const { service } = addresses
  const now = world.clock(accountSid)
  const smart = content.smartEncoded || service?.smartEncoding === true
  const body = smart ? smartEncode(content.body) : content.body
  const media = content.mediaUrls.map((url) => outboundMedia(url, now))
  const message: Message = {
    sid: newSid(media.length > 0 ? 'MM' : 'SM'),
    accountSid,
    direction: 'outbound-api',
    from: addresses.from,
    to: addresses.to,
    body,
    status: firstStatus(acceptance),
    errorCode: null,
    segments: media.length > 0 ? 1 : segmentsOf(body),
    serviceSid: service?.sid ?? null,
    media,
    statusCallback: content.statusCallback === '' ? (service?.statusCallback ?? '') : content.statusCallback,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    price: null,
    automatic: false,
    listedAt: listedAt(world, script),
    course: 0,
  }
  world.messages.add(message)
  return message
}

export interface Beginning {
  message: Message
  acceptance: Acceptance
  /** Called when the last status has come and its callbacks are answered. */
  done?: () => void
}

/** Begins an accepted text's delivery: at once, or when its `SendAt` has come. */
export function beginDelivery(world: World, { message, acceptance, done }: Beginning): void {
  const { content, addresses, script } = acceptance
  const validitySeconds = Math.min(
    content.validitySeconds,
    addresses.service?.validityPeriod ?? content.validitySeconds,
  )
  const order = done === undefined ? { script, validitySeconds } : { script, validitySeconds, done }
  if (content.sendAt === null) {
    startDelivery(world, message, order)
    return
  }
  const { course } = message
  world.scheduler.after(content.sendAt - world.clock(message.accountSid), () => {
    if (message.course === course && message.status === 'scheduled') startDelivery(world, message, order)
  })
}

function firstStatus(acceptance: Acceptance): 'scheduled' | 'accepted' | 'queued' {
  if (acceptance.content.sendAt !== null) return 'scheduled'
  return acceptance.addresses.service === null ? 'queued' : 'accepted'
}

function listedAt(world: World, script: FullScript): number {
  if (script.listLagMs === 'never') return Number.POSITIVE_INFINITY
  const lag = Math.max(script.listLagMs, world.listLagMs)
  return lag === 0 ? 0 : world.scheduler.now() + lag
}

function outboundMedia(url: string, now: number): MessageMedia {
  const extension = /\.(\w+)(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? ''
  return {
    sid: newSid('ME'),
    contentType: TYPES[extension] ?? 'application/octet-stream',
    url,
    data: null,
    createdAt: now,
  }
}
