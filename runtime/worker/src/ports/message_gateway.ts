import type { PostOutcome } from '@soniarose/messaging'

/** One text, ready for the provider. */
export interface OutgoingText {
  messageId: string
  /** Carried in the status callback's address, so that a callback can tell what became of an attempt without answer. */
  attemptId: string
  /** This attempt's number, from 1. */
  attempt: number
  workspaceId: string
  /** The run that waits for it; null: written by a person. */
  runId: string | null
  senderId: string
  /** No text has gone to this contact before. */
  opensConversation?: boolean | undefined
  to: string
  body: string
  /** Keys of media that the provider may fetch; empty: a plain text. */
  mediaIds: readonly string[]
}

/** A text as the provider lists it, for telling what became of an unknown one. */
export interface ListedText {
  sid: string
  status: string
  body: string
  errorCode: number | null
  /** Epoch milliseconds. */
  createdAt: number
}

/** The provider. Knows senders and their credentials; knows nothing of runs or rules. */
export interface MessageGateway {
  /**
   * Posts one text, once: no retries of its own.
   * @param beforeWrite called before the first byte may leave; when it throws, nothing was sent
   * @returns what the answer, or the lack of one, was. Never throws for anything the network or the provider did
   */
  send(text: OutgoingText, beforeWrite: () => void): Promise<PostOutcome>
  /** Texts to this number that the provider lists since a time; null when it could not be asked. */
  find(query: { senderId: string; to: string; since: number }): Promise<ListedText[] | null>
  /** Forgets cached credentials, all or those of one sender. */
  forget(senderId?: string): void
}
