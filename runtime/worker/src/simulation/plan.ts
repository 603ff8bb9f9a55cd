import type { Chance } from './chance.ts'
import type { Weather } from './machine.ts'

/** How the carrier treats what it is sent, as likelihoods; the rest it takes. */
export interface CarrierMoods {
  /** Nobody answers the connection. */
  unreachable: number
  /** The request is lost after it left. */
  lost: number
  /** It takes the text, and its answer is lost. */
  mute: number
  /** It answers after the caller has given up. */
  late: number
  busy: number
  broken: number
  refused: number
  /** Refused because the recipient opted out at the carrier. */
  optedOut: number
  callbackLost: number
  callbackDoubled: number
  /** A callback overtakes the answer to the request. */
  callbackEarly: number
}

/** What one seed is about. Each kind of trouble is left out of many seeds, so that the others get room. */
export interface Plan {
  workers: number
  contacts: number
  workflows: number
  /** Virtual milliseconds of trouble. */
  troubleMs: number
  /** Steps after which the trouble ends at the latest. */
  maxSteps: number
  weather: Weather
  moods: CarrierMoods
  /** Outside happenings a virtual minute. */
  outsidePerMinute: number
  /** What people do: anything; nothing but come in, say STOP and come back; nothing but write and change. */
  people: 'anything' | 'rush' | 'texts'
  outages: number
  /** How often a process that dies takes its disk along. */
  disksLost: number
  ringsLost: number
  ringsDoubled: number
  clockJumps: boolean
  poison: number
  unknownGraceMs: number
  limitedSender: boolean
  /** Texts are claimed as they are planned, and runs go on as their texts are recorded. */
  fused: boolean
}

export function planOf(chance: Chance): Plan {
  const sometimes = (share: number, value: () => number): number => (chance.happens(share) ? value() : 0)
  return {
    workers: chance.between(1, 3),
    contacts: chance.between(1, 4),
    workflows: chance.between(1, 3),
    troubleMs: chance.between(30, 240) * 1_000,
    maxSteps: chance.between(250, 900),
    weather: {
      slow: chance.pick([0, 0.01, 0.1]),
      lostRequest: sometimes(0.4, () => 0.03 * chance.next()),
      lostReply: sometimes(0.4, () => 0.03 * chance.next()),
      crash: sometimes(0.5, () => 0.012 * chance.next()),
      freeze: sometimes(0.4, () => 0.006 * chance.next()),
    },
    moods: moodsOf(chance),
    outsidePerMinute: chance.between(2, 30),
    people: chance.happens(0.08) ? 'rush' : 'anything',
    disksLost: chance.pick([0, 0, 0.5]),
    outages: sometimes(0.35, () => chance.between(1, 5)),
    ringsLost: chance.pick([0, 0.2, 1]),
    ringsDoubled: chance.pick([0, 0.3]),
    clockJumps: chance.happens(0.3),
    poison: sometimes(0.15, () => 0.03),
    unknownGraceMs: chance.pick([20_000, 90_000, 3_600_000]),
    limitedSender: chance.happens(0.2),
    fused: chance.happens(0.6),
  }
}

function moodsOf(chance: Chance): CarrierMoods {
  const mood = (share: number, most: number): number => (chance.happens(share) ? most * chance.next() : 0)
  return {
    unreachable: mood(0.3, 0.3),
    lost: mood(0.3, 0.3),
    mute: mood(0.4, 0.4),
    late: mood(0.3, 0.3),
    busy: mood(0.3, 0.3),
    broken: mood(0.2, 0.2),
    refused: mood(0.3, 0.3),
    optedOut: mood(0.15, 0.2),
    callbackLost: mood(0.4, 0.6),
    callbackDoubled: mood(0.4, 0.5),
    callbackEarly: mood(0.4, 0.6),
  }
}
