import {
  ANSWERS,
  FILLERS,
  HELP_WORDS,
  PLAYFUL_WORDS,
  SENTENCE_STOP_WORDS,
  START_WORDS,
  STOP_WORDS,
  TOLL_FREE_START_WORDS,
} from './data/opt_out_words.ts'
import {
  ANY_STOP_PHRASE,
  DEMAND_BEFORE,
  MENTIONS,
  NEGATION_BEFORE,
  STOP_PHRASES,
  STOP_TRIGGERS,
  THIRD_PARTY_BEFORE,
} from './data/opt_out_phrases.ts'
import { toPlainText, type PlainText } from './plain_text.ts'

export type ReplyKind = 'stop' | 'start' | 'help' | 'none'

export interface ReplyContext {
  /** Twilio's `OptOutType` parameter (Advanced Opt-Out only), as received. */
  optOutType?: string | null
  /** Whether the contact is opted out now: only then START, YES and UNSTOP, alone, mean "text me again". */
  optedOut: boolean
  /** The text came to a toll-free number, whose network doesn't take YES, or a service's own words, for START. */
  tollFree?: boolean
}

export interface ReplyClass {
  kind: ReplyKind
  /** What the judgement rests on; null when the text is none of the three. */
  confidence: 'keyword' | 'phrase' | 'provider' | null
  /** The word or phrase that matched, in its plain form; null for none. */
  matched: string | null
  /** For `none`: an opt-out word that was seen and judged not to be one, to be shown to a person. */
  mention: string | null
}

/** A reaction quotes our own text, "Reply STOP to opt out" included: it says nothing by itself. */
const REACTION =
  /^\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [\w ]+ from|reacted .{1,20} (?:to|with)|le (?:gust[oó]|encant[oó])(?: a)?|(?:a |j[’'])?aim[eé]e?|a adoré|me gusta|me encanta|.{1,8} (?:to|a|à)) +[“"«„]/iu

/** A text of nothing but stop signs. */
const STOP_SIGNS = /^[\s\p{P}\ufe0f\u{1f6d1}]*\u{1f6d1}[\s\p{P}\ufe0f\u{1f6d1}]*$/u

/**
 * Decides whether an inbound text is an opt-out, an opt-in, a call for help or none of them. Errs towards opt-out where
 * a reasonable person would read one (47 CFR 64.1200(a)(10)), and towards nothing where the word has another meaning.
 * An opt-in is the carrier's own word alone: a permission is not to be read into a text.
 * @param text the inbound body as received
 */
export function classifyReply(text: string, context: ReplyContext): ReplyClass {
  const provider = context.optOutType?.trim().toUpperCase()
  if (provider === 'STOP') return found('stop', 'provider', 'STOP')
  const plain = toPlainText(text)
  const stop = isReaction(text) ? null : findStop(text, plain)
  if (stop) return stop
  if (provider === 'HELP') return found('help', 'provider', 'HELP')
  if (provider === 'START' && context.optedOut && !context.tollFree) return found('start', 'provider', 'START')
  const start = context.optedOut ? findStart(text, context.tollFree === true) : null
  const other = isReaction(text) ? null : findHelp(plain)
  return start ?? other ?? { kind: 'none', confidence: null, matched: null, mention: mentionIn(plain) }
}

function found(kind: ReplyKind, confidence: ReplyClass['confidence'], matched: string): ReplyClass {
  return { kind, confidence, matched, mention: null }
}

function isReaction(text: string): boolean {
  return REACTION.test(text)
}

const LAUGHTER = /[\u{1f602}\u{1f923}\u{1f606}\u{1f605}]/u
const COURTESY = /(?:please|pls|plz|kindly|por favor|svp)/

function findStop(text: string, plain: PlainText): ReplyClass | null {
  if (STOP_SIGNS.test(text)) return found('stop', 'phrase', '🛑')
  const word = wholeStopWord(plain)
  if (word) return found('stop', 'keyword', word)
  const sentence = stopSentence(text, plain)
  if (sentence) return found('stop', 'phrase', sentence)
  const phrase = stopPhrase(plain.line)
  return phrase ? found('stop', 'phrase', phrase) : null
}

/** The whole text is a stop word, several of them, or one with politeness around it. */
function wholeStopWord(plain: PlainText): string | null {
  const words = withoutFillers(plain.words)
  const whole = words.join(' ')
  if (STOP_WORDS.has(whole)) return whole
  if (/^non stop$/.test(whole)) return saysNoThenStop(plain) ? 'stop' : null
  const rest = words.filter((word) => !ANSWERS.has(word) && !/^\d{4,}$/.test(word))
  const answered = rest.join(' ')
  if (rest.length < words.length && SENTENCE_STOP_WORDS.has(answered)) return answered
  return onlyStopWords(rest)
}

/** "non, stop" and "non. stop" say no and stop; "non stop" doesn't. */
function saysNoThenStop(plain: PlainText): boolean {
  return plain.sentences.length === 2
}

function onlyStopWords(words: readonly string[]): string | null {
  if (words.length < 2 || words.length > 12) return null
  let index = 0
  while (index < words.length) {
    const pair = words.slice(index, index + 2).join(' ')
    if (index + 1 < words.length && STOP_WORDS.has(pair)) index += 2
    else if (STOP_WORDS.has(words[index] ?? '')) index += 1
    else return null
  }
  return words.join(' ')
}

function withoutFillers(words: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length;) {
    const length = [4, 3, 2, 1].find((size) => FILLERS.has(words.slice(index, index + size).join(' '))) ?? 0
    if (length === 0) kept.push(words[index] ?? '')
    index += Math.max(1, length)
  }
  // A text of fillers only ("ya", "sms") is judged as it is.
  return kept.length === 0 ? [...words] : kept
}

/** STOP as a sentence of its own, first or last in a longer text, unless it is said in fun or asked. */
function stopSentence(text: string, plain: PlainText): string | null {
  if (plain.sentences.length < 2 || PLAYFUL_WORDS.test(plain.line) || LAUGHTER.test(text)) return null
  const edges = [0, plain.sentences.length - 1]
  return edges.map((index) => stopAt(text, plain, index)).find((word) => word !== null) ?? null
}

function stopAt(text: string, plain: PlainText, index: number): string | null {
  const sentence = plain.sentences[index]
  if (!sentence || sentence.end === '?') return null
  const word = withoutFillers(sentence.text.split(' ')).join(' ')
  if (!SENTENCE_STOP_WORDS.has(word)) return null
  const isAsked = sentence.text !== word && COURTESY.test(sentence.text)
  return !isSoft(plain, index) || isAsked || isShouted(text) || saysNoAround(plain, index) ? word : null
}

/** Only a comma sets the word apart: "stop, you are too kind". */
function isSoft(plain: PlainText, index: number): boolean {
  const end = plain.sentences[index]?.end
  return end === ',' || (end !== '.' && plain.sentences[index - 1]?.end === ',')
}

/** "STOP, who is this": the word in capitals, the rest not. */
function isShouted(text: string): boolean {
  return /(?<![\p{L}])(?:STOP|UNSUBSCRIBE|QUIT|ARRET|ARRÊT|ALTO|BASTA)(?![\p{L}])/u.test(text) && /\p{Ll}/u.test(text)
}

function saysNoAround(plain: PlainText, index: number): boolean {
  const neighbour = plain.sentences[index === 0 ? 1 : index - 1]?.text ?? ''
  return /^(?:no|nope|nah|no thanks|no thank you|not interested|im not interested|i am not interested|i dont want .*|wrong number|who is this|im good|enough|non|no gracias|non merci|no me interesa|pas interesse|je ne suis pas interesse|im done|i am done|no quiero .*)$/.test(
    neighbour,
  )
}

function stopPhrase(line: string): string | null {
  if (!STOP_TRIGGERS.test(line) || !ANY_STOP_PHRASE.test(line)) return null
  for (const pattern of STOP_PHRASES) {
    for (const match of line.matchAll(pattern)) {
      const before = line.slice(0, match.index)
      if (!isTurnedRound(before)) return match[0].replace(/[|,]/g, '').trim()
    }
  }
  return null
}

function isTurnedRound(before: string): boolean {
  if (DEMAND_BEFORE.test(before)) return false
  return NEGATION_BEFORE.test(before) || THIRD_PARTY_BEFORE.test(before)
}

function findHelp(plain: PlainText): ReplyClass | null {
  const whole = withoutFillers(plain.words).join(' ')
  return HELP_WORDS.has(whole) ? found('help', 'keyword', whole) : null
}

/** As the carrier reads it, and no wider: what the carrier doesn't take for START stays blocked there, whatever we believe. */
function findStart(text: string, tollFree: boolean): ReplyClass | null {
  const word = text.trim().toLowerCase()
  return (tollFree ? TOLL_FREE_START_WORDS : START_WORDS).has(word) ? found('start', 'keyword', word) : null
}

function mentionIn(plain: PlainText): string | null {
  for (const pattern of MENTIONS) {
    const match = pattern.exec(plain.line)
    if (match) return match[0].trim()
  }
  return null
}
