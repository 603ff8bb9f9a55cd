import { StoreUnavailable } from '../ports/store_unavailable.ts'
import type { AcceptedText } from '../testing/doubles/memory_carrier.ts'
import { applyStatus } from '../testing/memory/outside/apply_status.ts'
import { receiveInbound } from '../testing/memory/outside/receive_inbound.ts'
import type { World } from './world.ts'

const ANSWERS = ['yes', 'no', '7', 'Yes please!', "don't stop", 'hello there', 'JOY', 'what?'] as const

/** The phones and the carrier's callbacks: what follows from a text that was taken. */
export class People {
  readonly #world: World
  #texts = 0

  constructor(world: World) {
    this.#world = world
  }

  onAccepted(accepted: AcceptedText): void {
    this.#callBack(accepted)
    const { chance } = this.#world
    if (this.#world.isTroubled && chance.happens(0.5)) {
      const body = chance.happens(0.1) ? 'STOP' : chance.pick(ANSWERS)
      this.#later(chance.between(0, 40_000), `phone.${body}`, () => this.text(accepted.text.to, body))
    }
  }

  /** A text from a phone; the carrier repeats its webhook until it is answered. */
  text(from: string, body: string): void {
    const { chance } = this.#world
    this.#texts += 1
    const messageSid = `IN${this.#texts}`
    const times = chance.happens(0.2) ? 2 : 1
    for (let time = 0; time < times; time++) void this.#deliver({ from, body, messageSid })
  }

  async #deliver({ from, body, messageSid }: { from: string; body: string; messageSid: string }): Promise<void> {
    const { database, web, webSession } = this.#world
    const contact = [...database.contacts.rows()].find((row) => row.phone === from)
    const sender = [...database.senders.rows()].find((row) => row.workspaceId === contact?.workspaceId)
    if (!contact || !sender) return
    const text = { workspaceId: contact.workspaceId, senderId: sender.id, messageSid, from, body }
    const report = await this.#insisting('inbound', () => receiveInbound(database, webSession, text))
    if (report && report.runs > 0) this.#world.ring(web, 'runs')
  }

  #callBack({ sid, text }: AcceptedText): void {
    const { chance, plan, isTroubled } = this.#world
    const ends = chance.happens(0.1) ? (['undelivered', 'failed'] as const) : (['delivered', 'delivered'] as const)
    let after = chance.happens(plan.moods.callbackEarly) ? 0 : chance.between(5, 1_500)
    for (const status of ['queued', 'sent', chance.pick(ends)] as const) {
      after += chance.between(0, 3_000)
      const isLost = isTroubled && chance.happens(plan.moods.callbackLost)
      const times = isLost ? 0 : chance.happens(plan.moods.callbackDoubled) ? 2 : 1
      const errorCode = status === 'undelivered' ? chance.pick([30_003, 30_007]) : null
      const report = { workspaceId: text.workspaceId, messageSid: sid, attemptId: text.attemptId, status, errorCode }
      for (let time = 0; time < times; time++) {
        this.#later(after + chance.between(0, 2_000), `callback.${status}`, () => void this.#report(report))
      }
    }
  }

  async #report(report: Parameters<typeof applyStatus>[2]): Promise<void> {
    const { database, web, webSession } = this.#world
    const woken = await this.#insisting('status', () => applyStatus(database, webSession, report))
    if (woken) this.#world.ring(web, 'runs')
  }

  /** The carrier repeats what the web server could not take. */
  async #insisting<Value>(label: string, work: () => Promise<Value>): Promise<Value | null> {
    const { scheduler, web, chance } = this.#world
    for (let tries = 0; tries < 20; tries++) {
      try {
        return await work()
      } catch (error) {
        // Any other fault is answered with a 500, and the carrier gives up.
        if (!(error instanceof StoreUnavailable)) return null
        await scheduler.pause(web, `${label}.again`, chance.between(200, 2_000))
      }
    }
    return null
  }

  #later(ms: number, label: string, run: () => void): void {
    this.#world.scheduler.plan({ in: ms, kind: 'outside', label, owner: null, run })
  }
}
