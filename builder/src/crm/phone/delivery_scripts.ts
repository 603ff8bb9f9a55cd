import { twilioError } from '@soniarose/messaging'
import type { PhoneScript } from '../../api/clock.ts'

interface ScriptText {
  value: string
  label: string
  hint: string
  /** What else can be said of it. */
  asks?: 'code' | 'seconds'
}

/** What the local carrier can do with the texts to a phone, in the order of the list. */
export const scripts: readonly ScriptText[] = [
  { value: 'delivered', label: 'Arrive', hint: 'As on a good day' },
  { value: 'delayed', label: 'Arrive late', hint: 'Accepted at once, delivered later', asks: 'seconds' },
  { value: 'undelivered', label: 'Don’t arrive', hint: 'The carrier gives up, with a code', asks: 'code' },
  { value: 'filtered', label: 'Are filtered', hint: 'The carrier takes them for spam: 30007' },
  { value: 'failed', label: 'Fail at Twilio', hint: 'Before any carrier, with a code', asks: 'code' },
  { value: 'callback_lost', label: 'Arrive, untold', hint: 'No delivery report ever comes' },
  { value: 'callback_duplicated', label: 'Arrive, told three times', hint: 'Every report comes thrice' },
  { value: 'callback_out_of_order', label: 'Arrive, told in disorder', hint: '“Delivered” before “sent”' },
  { value: 'rate_limited', label: 'Too many requests', hint: 'Twilio answers 429' },
  { value: 'server_error', label: 'Twilio is down', hint: 'It answers 500' },
  { value: 'time_out_before', label: 'No answer, not taken', hint: 'The request hangs; nothing is sent' },
  { value: 'time_out_after', label: 'No answer, but taken', hint: 'The request hangs; the text goes out' },
]

/** Codes worth trying, each with what Twilio means by it. */
export const errorCodes: readonly { value: string; label: string }[] = [
  30003, 30004, 30005, 30006, 30007, 30008, 30034, 21610,
].map((code) => ({ value: String(code), label: `${code} · ${twilioError(code).title}` }))

export const scriptText = (name: string): ScriptText | undefined => scripts.find((script) => script.value === name)

/** What happens to the texts to a phone, in one line; null when they simply arrive. */
export function sayScript(script: PhoneScript | undefined): string | null {
  if (!script || script.name === 'delivered') return null
  const text = scriptText(script.name)
  const parts = [
    script.once ? 'The next text only: texts' : 'Texts',
    text?.label.toLowerCase() ?? script.name,
    text?.asks === 'code' && script.errorCode ? `with ${script.errorCode}` : null,
    text?.asks === 'seconds' ? `by ${script.delaySeconds ?? 30} s` : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}
