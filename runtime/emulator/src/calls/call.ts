export type CallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled'

/** One phone call as the emulator keeps it. Times are ms since 1970. */
export interface Call {
  sid: string
  accountSid: string
  from: string
  to: string
  direction: 'inbound' | 'outbound-api'
  status: CallStatus
  startedAt: number
  endedAt: number | null
  durationSeconds: number
}
