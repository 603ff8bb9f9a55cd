import type { PostOutcome } from '@soniarose/messaging'
import type { OutgoingText } from '../../ports/message_gateway.ts'

/** A text that the carrier took: the ground truth that everything is compared with. */
export interface AcceptedText {
  sid: string
  text: OutgoingText
  at: number
}

/** The provider with its ledger. It has no idempotency key: what it accepts twice, it sends twice. */
export class MemoryCarrier {
  readonly ledger: AcceptedText[] = []
  readonly #bySid = new Map<string, AcceptedText>()
  #count = 0

  /** Takes a text. @returns the answer, if it finds its way back */
  accept(text: OutgoingText, at: number): { answer: PostOutcome; accepted: AcceptedText } {
    this.#count += 1
    const accepted = { sid: `SM${String(this.#count).padStart(32, '0')}`, text, at }
    this.ledger.push(accepted)
    this.#bySid.set(accepted.sid, accepted)
    return { answer: { httpStatus: 201, sid: accepted.sid, requestWritten: true }, accepted }
  }

  bySid(sid: string): AcceptedText | undefined {
    return this.#bySid.get(sid)
  }

  /** All texts taken for one message. */
  acceptedFor(messageId: string): AcceptedText[] {
    return this.ledger.filter(({ text }) => text.messageId === messageId)
  }
}
