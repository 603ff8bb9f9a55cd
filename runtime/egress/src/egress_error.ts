export type EgressCode =
  | 'E_EGRESS_URL'
  | 'E_EGRESS_HOST'
  | 'E_EGRESS_ADDRESS'
  | 'E_EGRESS_PORT'
  | 'E_EGRESS_REDIRECTS'
  | 'E_EGRESS_TOO_LARGE'
  | 'E_EGRESS_TIMEOUT'
  | 'E_EGRESS_NETWORK'

/** Why a request was refused or came to nothing. The message names no header and no body. */
export class EgressError extends Error {
  readonly code: EgressCode
  /** False only when the request certainly never reached the other side. */
  readonly mayHaveArrived: boolean

  constructor(code: EgressCode, message: string, mayHaveArrived = false) {
    super(message)
    this.name = 'EgressError'
    this.code = code
    this.mayHaveArrived = mayHaveArrived
  }
}
