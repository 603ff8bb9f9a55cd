/**
 * A file of this process alone that says which claimed texts it began to post. It survives the process's sudden
 * death, and proves to the next one which claims were never posted.
 */
export interface Journal {
  /** Before the claim is committed. */
  claimed(attemptIds: readonly string[]): void
  /** Before a request's first byte. @throws when it can't be written; the text must then not be posted */
  posting(attemptId: string): void
  /** All claims so far are settled: the file may be emptied. */
  settled(): void
  /**
   * Before a batch of runs is advanced: should the process die of one of them, the next one knows whom to suspect.
   * @returns a ticket for `advanced`
   * @throws when it can't be written; the batch must then be given back
   */
  advancing(runs: readonly RunNote[]): number
  /** The batch has been written, or given back. Costs no write: a note of a run that has moved on says nothing. */
  advanced(ticket: number): void
  /** What processes that are certainly gone left behind. Call `forget` once it is in the database. */
  leftBehind(): Promise<LeftBehind[]>
  close(): void
}

/** A run as a batch holds it; its epoch tells whether the batch was committed after all. */
export interface RunNote {
  runId: string
  epoch: number
}

export interface LeftBehind {
  neverPosted: string[]
  maybePosted: string[]
  /** Batches that were the last to be advanced: the process may have died of one of their runs. */
  batches: RunNote[][]
  forget(): void
}
