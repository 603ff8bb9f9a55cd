/** Which part of a worker has work. */
export type Bell = 'runs' | 'messages' | 'effects'

/** Rings workers. A lost or doubled ring changes nothing but the time until the next look. */
export interface Doorbell {
  /** Asks some worker to look now. Never throws, never waits long; repeated rings are merged. */
  ring(bell: Bell): void
  /** Calls back at each ring that reaches this process. */
  listen(onRing: (bell: Bell) => void): Promise<void>
  stop(): Promise<void>
}
