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
  /** What processes that are certainly gone left behind. Call `forget` once it is in the database. */
  leftBehind(): Promise<LeftBehind[]>
  close(): void
}

export interface LeftBehind {
  neverPosted: string[]
  maybePosted: string[]
  forget(): void
}
