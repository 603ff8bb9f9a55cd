import { smartEncode } from '@soniarose/messaging'

/** A text of which nobody knows whether the provider took it. */
export interface DoubtfulText {
  attemptId: string
  body: string
  /** Epoch milliseconds: when its attempt began. */
  startedAt: number
}

/** A text on the provider's list that belongs to none of ours yet. */
export interface FreeText {
  sid: string
  body: string
  /** Epoch milliseconds. */
  createdAt: number
}

/** Clocks differ, and the provider's dates are whole seconds. */
const SKEW_MS = 2 * 60_000

/**
 * Tells which listed text each doubtful one is: the same words to the same number, not older than the attempt. Several
 * of the same words are told apart by their order, and only when there are as many on the list: one listed text that
 * could be either is neither. What is not listed proves nothing.
 * @param texts all doubtful texts to one number
 * @param listed what the provider lists to that number
 * @returns by attempt
 */
export function matchListed<Listed extends FreeText>(
  texts: readonly DoubtfulText[],
  listed: readonly Listed[],
): Map<string, Listed> {
  const found = new Map<string, Listed>()
  for (const [words, same] of groupByWords(texts)) {
    const candidates = listed.filter((text) => wordsOf(text.body) === words).sort((a, b) => a.createdAt - b.createdAt)
    const inOrder = same.toSorted((a, b) => a.startedAt - b.startedAt)
    for (const [text, candidate] of pair(inOrder, candidates)) found.set(text.attemptId, candidate)
  }
  return found
}

function pair<Listed extends FreeText>(
  texts: readonly DoubtfulText[],
  listed: readonly Listed[],
): [DoubtfulText, Listed][] {
  const recent = listed.filter((candidate) => texts.some((text) => fits(text, candidate)))
  const pairs = texts.flatMap((text, index): [DoubtfulText, Listed][] => {
    const candidate = recent[index]
    return candidate && fits(text, candidate) ? [[text, candidate]] : []
  })
  if (recent.length === texts.length && pairs.length === texts.length) return pairs
  const [only, ...others] = recent
  if (!only || others.length > 0) return []
  const fitting = texts.filter((text) => fits(text, only))
  return fitting.length === 1 && fitting[0] ? [[fitting[0], only]] : []
}

const fits = (text: DoubtfulText, listed: FreeText): boolean => listed.createdAt >= text.startedAt - SKEW_MS

function groupByWords(texts: readonly DoubtfulText[]): Map<string, DoubtfulText[]> {
  const groups = new Map<string, DoubtfulText[]>()
  for (const text of texts) {
    const words = wordsOf(text.body)
    groups.set(words, [...(groups.get(words) ?? []), text])
  }
  return groups
}

/** A body as it may come back: the provider replaces look-alikes, trims, and may write accents in another form. */
export function wordsOf(body: string): string {
  return smartEncode(body.normalize('NFC')).replace(/\s+/g, ' ').trim()
}
