/** What a worker says of itself. `problem` and `recovered` come once for each change, not for each failure. */
export type WorkerReport =
  | { kind: 'started' | 'stopping' | 'stopped' }
  | { kind: 'problem'; part: string; message: string }
  | { kind: 'recovered'; part: string }
  | { kind: 'poison'; runId: string; reason: string }
  /** Runs that only a worker of a newer release understands; said once for each version. */
  | { kind: 'left'; reason: string }
  | { kind: 'reconciled'; takenBack: number; givenUp: number }
  | { kind: 'unknown'; count: number }

export interface Reporter {
  report(report: WorkerReport): void
}
