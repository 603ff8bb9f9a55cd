import { Egress, EgressError } from '@soniarose/egress'
import type { EgressAnswer, EgressRequest, HttpEgress } from '@soniarose/worker'

/** The HTTP node's way out: the checked egress, with its refusals as answers. */
export class CheckedEgress implements HttpEgress {
  readonly #egress: Egress

  constructor(egress: Egress = new Egress()) {
    this.#egress = egress
  }

  async request({ body, timeoutMs, maxBytes, headers, ...request }: EgressRequest): Promise<EgressAnswer> {
    try {
      const response = await this.#egress.fetch(
        { ...request, headers: { ...headers }, ...(body === null ? {} : { body }) },
        { timeoutMs, maxBytes },
      )
      return { ok: true, status: response.status, headers: response.headers, body: response.body.toString('utf8') }
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return { ok: false, code: error.code, message: error.message, sent: error.mayHaveArrived }
    }
  }
}
