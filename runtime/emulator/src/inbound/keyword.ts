export type Keyword = 'STOP' | 'START' | 'HELP'

/** Twilio's own words. Source: Twilio's "Support for opt-out keywords" article, with REVOKE and OPTOUT of 2025. */
const WORDS: Readonly<Record<string, Keyword>> = {
  STOP: 'STOP',
  STOPALL: 'STOP',
  UNSUBSCRIBE: 'STOP',
  CANCEL: 'STOP',
  END: 'STOP',
  QUIT: 'STOP',
  REVOKE: 'STOP',
  OPTOUT: 'STOP',
  START: 'START',
  YES: 'START',
  UNSTOP: 'START',
  HELP: 'HELP',
  INFO: 'HELP',
}

/** On toll-free numbers it is the network that blocks, and only these words lift it. */
const TOLL_FREE: Readonly<Record<string, Keyword>> = {
  STOP: 'STOP',
  START: 'START',
  UNSTOP: 'START',
  HELP: 'HELP',
  INFO: 'HELP',
}

/** What Twilio takes a text for: only when the whole text is one of its words, in any case. `OPT OUT` and `STOP PLEASE` are not. */
export function twilioKeyword(body: string, tollFree: boolean): Keyword | null {
  const word = body.trim().toUpperCase()
  const words = tollFree ? TOLL_FREE : WORDS
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null
}

/** Twilio's own answers, word for word. Source: the same article, and "Toll-free opt-out keywords". */
export const REPLIES: Readonly<Record<Keyword, string>> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
}

export const TOLL_FREE_STOP_REPLY =
  'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.'
