import { graphemeEnd } from './graphemes.ts'

export type SmsEncoding = 'GSM-7' | 'UCS-2'

/** How a text is cut for the network. Twilio bills each segment. */
export interface SegmentCount {
  /** Segments that Twilio would bill; an empty text counts as one, as in Twilio's calculator. */
  segments: number
  encoding: SmsEncoding
  /** Septets (GSM-7) or UTF-16 code units (UCS-2), headers not counted. */
  units: number
  /** Units that still fit into the last segment. */
  unitsLeft: number
  /** The characters that force UCS-2, each once, in order of appearance. */
  offending: string[]
}

/** Units of one segment: alone, or as a part of several, when six octets go to the header (3GPP TS 23.040). */
const ROOM = {
  'GSM-7': { alone: 160, part: 153 },
  'UCS-2': { alone: 70, part: 67 },
} as const

const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_EXTENSION = '\f^{}\\[~]|€'

/** Septets of each UTF-16 code unit in GSM 03.38, 0 where it has none; `€` is the highest. */
const septetsOf = buildSeptets()

function buildSeptets(): Uint8Array {
  const septets = new Uint8Array(0x10000)
  for (const character of GSM_BASIC) septets[character.charCodeAt(0)] = 1
  for (const character of GSM_EXTENSION) septets[character.charCodeAt(0)] = 2
  return septets
}

/** Whether every character of a text can be sent in GSM-7. */
export function fitsGsm(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (septetsOf[text.charCodeAt(index)] === 0) return false
  return true
}

/**
 * Counts the segments of a text as the network cuts it: GSM-7 when every character allows it, else UCS-2; characters
 * that are perceived as one (an emoji with its skin tone, a letter with its mark) are never cut in two.
 * @param text the body as it would be posted
 * @returns the same count as Twilio's message segment calculator 1.3.0
 */
export function countSegments(text: string): SegmentCount {
  const septets = septetsIn(text)
  if (septets >= 0) return { encoding: 'GSM-7', units: septets, offending: [], ...cutGsm(text, septets) }
  const offending = new Offending()
  const cut = cutUcs2(text, offending)
  return { encoding: 'UCS-2', units: text.length, offending: offending.characters, ...cut }
}

/**
 * How many segments Twilio bills for a text: the number of `countSegments`, for whoever needs nothing else of it, as
 * all do who store or send texts.
 */
export function segmentsOf(text: string): number {
  const septets = septetsIn(text)
  if (septets >= 0) return cutGsm(text, septets).segments
  return text.length <= ROOM['UCS-2'].alone ? 1 : cutUcs2(text, null).segments
}

/** @returns -1 when a character has none */
function septetsIn(text: string): number {
  let septets = 0
  for (let index = 0; index < text.length; index++) {
    const cost = septetsOf[text.charCodeAt(index)] ?? 0
    if (cost === 0) return -1
    septets += cost
  }
  return septets
}

type Cut = Pick<SegmentCount, 'segments' | 'unitsLeft'>

function cutGsm(text: string, septets: number): Cut {
  const room = ROOM['GSM-7']
  if (septets <= room.alone) return { segments: 1, unitsLeft: room.alone - septets }
  let segments = 1
  let used = 0
  for (let index = 0; index < text.length; index++) {
    const cost = septetsOf[text.charCodeAt(index)] ?? 0
    // An escape sequence of two septets is not split over a border.
    if (used + cost > room.part) {
      segments++
      used = 0
    }
    used += cost
  }
  return { segments, unitsLeft: room.part - used }
}

function cutUcs2(text: string, offending: Offending | null): Cut {
  const room = ROOM['UCS-2']
  let segments = 1
  let used = 0
  let lastBorder = 0
  for (let start = 0; start < text.length;) {
    const end = graphemeEnd(text, start)
    const size = end - start
    if (offending && (size > 1 || septetsOf[text.charCodeAt(start)] === 0)) offending.note(text.slice(start, end))
    const capacity = segments === 1 ? room.alone : room.part
    if (used + size <= capacity) {
      used += size
      if (segments === 1 && used <= room.part) lastBorder = used
    } else {
      // The first segment gives up what its new header displaces; that opens the second one.
      used = segments === 1 ? used - lastBorder + size : size
      segments++
    }
    start = end
  }
  const capacity = segments === 1 ? room.alone : room.part
  return { segments, unitsLeft: Math.max(0, capacity - used) }
}

/** Most texts have a handful of offending characters: a short list is faster than a set, which takes the rest. */
class Offending {
  readonly #few: string[] = []
  #many: Set<string> | null = null

  note(character: string): void {
    if (this.#few.includes(character)) return
    if (this.#few.length < 16) this.#few.push(character)
    else (this.#many ??= new Set()).add(character)
  }

  get characters(): string[] {
    return this.#many ? [...this.#few, ...this.#many] : this.#few
  }
}
