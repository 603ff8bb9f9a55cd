import {
  classifyOutcome,
  twilioError,
  type ErrorEffect,
  type OutcomeClass,
  type PostOutcome,
} from '@soniarose/messaging'
import type { Recorded } from '../ports/message_store.ts'

/** A text is posted at most so many times, and only while it is certain that no former attempt arrived. */
export const MAX_ATTEMPTS = 5
const FIRST_RETRY_MS = 1_000

export type Judgement = Pick<Recorded, 'class' | 'retryInMs' | 'effect'>

/**
 * Decides what an answer means for the text, its sender and its recipient.
 * @param attempt this attempt's number, from 1
 * @param random in [0, 1): spreads retries that failed together
 */
export function judgeAnswer(outcome: PostOutcome, attempt: number, random: number): Judgement {
  const judged = classifyOutcome(outcome)
  const error = outcome.code == null ? null : twilioError(outcome.code)
  const effect = judged.outcome === 'accepted' ? 'none' : effectOf(error?.effect)
  if (judged.outcome === 'retry') return { ...again(judged, attempt, random, 0), effect }
  // Refused for now: the sender's queue is full, or its account can't send until somebody mends it.
  const isPassing =
    judged.outcome === 'refused' && error !== null && (error.retry === 'later' || error.effect === 'stop_account')
  if (isPassing) return { ...again({ ...judged, outcome: 'retry' }, attempt, random, error.retryAfterMs ?? 0), effect }
  return { class: judged, retryInMs: null, effect }
}

function again(judged: OutcomeClass, attempt: number, random: number, atLeastMs: number): Omit<Judgement, 'effect'> {
  if (attempt >= MAX_ATTEMPTS) {
    return {
      class: { outcome: 'refused', reason: `${judged.reason}; given up after ${attempt} attempts` },
      retryInMs: null,
    }
  }
  const backoff = FIRST_RETRY_MS * 2 ** (attempt - 1)
  return { class: judged, retryInMs: Math.max(atLeastMs, Math.round(backoff * (1 + random / 2))) }
}

/** What an error does beyond its text, of what is done by itself: the rest is told to people. */
export function effectOf(effect: ErrorEffect | undefined): Recorded['effect'] {
  switch (effect) {
    case 'opt_out':
      return 'opt_out'
    case 'suppress':
    case 'invalid_number':
      return 'suppress'
    case 'pause_sender':
    case 'stop_account':
      return 'pause_sender'
    default:
      return 'none'
  }
}
