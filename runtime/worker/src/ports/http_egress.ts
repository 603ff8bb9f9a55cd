/** A request to an address that a user wrote. */
export interface EgressRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
  timeoutMs: number
  maxBytes: number
}

export type EgressAnswer =
  | { ok: true; status: number; headers: Record<string, string>; body: string }
  /** `sent`: the request may have reached the other side. */
  | { ok: false; code: string; message: string; sent: boolean }

/** The one way out to addresses that users choose: checked at every hop, never to private addresses. */
export interface HttpEgress {
  request(request: EgressRequest): Promise<EgressAnswer>
}
