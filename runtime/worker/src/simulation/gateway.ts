import type { PostOutcome } from '@soniarose/messaging'
import type { ListedText, MessageGateway, OutgoingText } from '../ports/message_gateway.ts'
import type { AcceptedText, MemoryCarrier } from '../testing/doubles/memory_carrier.ts'
import type { Chance } from './chance.ts'
import type { Machine } from './machine.ts'
import type { CarrierMoods } from './plan.ts'
import type { Scheduler } from './scheduler.ts'

/** A POST takes at most so long, as with the real gateway. */
const TIMEOUT_MS = 15_000

/** What the world knows of one attempt, for judging what the engine says of it. */
export interface AttemptTruth {
  /** The first byte may have left. */
  written: boolean
  /** The process that heard the answer. */
  heardBy: Machine | null
  /** The answer said what became of the text. */
  isClear: boolean
}

export interface CarrierWorld {
  scheduler: Scheduler
  carrier: MemoryCarrier
  moods: CarrierMoods
  chance: Chance
  attempts: Map<string, AttemptTruth>
  /** The carrier took a text: callbacks and people follow. */
  onAccepted(accepted: AcceptedText): void
  /** A process is about to let the first byte of a request out. */
  onWriting(attemptId: string, machine: Machine): void
  /** The carrier certainly did not take this attempt and never will. */
  onUnprocessed(attemptId: string): void
}

/** One process's gateway to the carrier of the simulated world. */
export function simulatedGateway(world: CarrierWorld, machine: Machine): MessageGateway {
  return {
    send: (text, beforeWrite) => send(world, machine, { text, beforeWrite }),
    find: async ({ to, since }): Promise<ListedText[]> => {
      await world.scheduler.pause(machine, 'carrier.list', world.scheduler.latency())
      const listed = world.carrier.ledger.filter(
        (entry) => entry.text.to === to && entry.at >= since && !world.chance.happens(0.3),
      )
      return listed.map(({ sid, text, at }) => ({
        sid,
        status: 'sent',
        body: text.body,
        errorCode: null,
        createdAt: at,
      }))
    },
    forget: () => undefined,
  }
}

async function send(
  world: CarrierWorld,
  machine: Machine,
  { text, beforeWrite }: { text: OutgoingText; beforeWrite: () => void },
): Promise<PostOutcome> {
  const { scheduler, chance, moods } = world
  await scheduler.pause(machine, 'carrier.connect', scheduler.latency())
  if (chance.happens(moods.unreachable)) return { requestWritten: false, networkError: 'ECONNREFUSED' }
  const truth = world.attempts.get(text.attemptId) ?? { written: false, heardBy: null, isClear: false }
  world.attempts.set(text.attemptId, truth)
  beforeWrite()
  world.onWriting(text.attemptId, machine)
  truth.written = true
  return new Promise((resolve) => {
    let hasGivenUp = false
    const giveUp = (): void => {
      hasGivenUp = true
      resolve({ requestWritten: true, networkError: 'ETIMEDOUT' })
    }
    const timeout = scheduler.plan({
      in: TIMEOUT_MS,
      kind: 'sleep',
      label: 'carrier.timeout',
      owner: machine,
      run: giveUp,
    })
    const answer = (outcome: PostOutcome): void => {
      const run = (): void => {
        if (hasGivenUp) return
        scheduler.timeline.cancel(timeout)
        truth.heardBy = machine
        truth.isClear = outcome.httpStatus !== 500
        resolve(outcome)
      }
      scheduler.plan({ in: scheduler.latency(), kind: 'reply', label: 'carrier.answer', owner: machine, run })
    }
    const arrive = (): void => judge(world, text, answer)
    scheduler.plan({
      in: scheduler.latency(),
      kind: 'request',
      label: `carrier.post ${text.messageId}`,
      owner: machine,
      run: arrive,
    })
  })
}

/** The carrier's side: what it does with a text, and what it says. */
function judge(world: CarrierWorld, text: OutgoingText, answer: (outcome: PostOutcome) => void): void {
  const { scheduler, chance, moods } = world
  if (chance.happens(moods.lost)) return
  if (chance.happens(moods.late)) {
    const accept = (): void => void take(world, text)
    scheduler.plan({
      in: chance.between(1_000, 120_000),
      kind: 'outside',
      label: 'carrier.late',
      owner: null,
      run: accept,
    })
    return
  }
  if (chance.happens(moods.busy))
    return refuse(world, text, () => answer({ httpStatus: 429, code: 20_429, requestWritten: true }))
  if (chance.happens(moods.refused)) {
    const code = chance.pick([21_211, 21_614, 21_617])
    return refuse(world, text, () => answer({ httpStatus: 400, code, requestWritten: true }))
  }
  if (chance.happens(moods.optedOut)) {
    return refuse(world, text, () => answer({ httpStatus: 400, code: 21_610, requestWritten: true }))
  }
  if (chance.happens(moods.broken)) {
    // Half of the carrier's own faults come after it has taken the text.
    if (chance.happens(0.5)) take(world, text)
    return answer({ httpStatus: 500, requestWritten: true })
  }
  const outcome = take(world, text)
  if (!chance.happens(moods.mute)) answer(outcome)
}

function refuse(world: CarrierWorld, text: OutgoingText, answer: () => void): void {
  world.onUnprocessed(text.attemptId)
  answer()
}

function take(world: CarrierWorld, text: OutgoingText): PostOutcome {
  const { answer, accepted } = world.carrier.accept(text, world.scheduler.now())
  world.onAccepted(accepted)
  return answer
}
