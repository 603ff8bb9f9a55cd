import { checkContent } from '@soniarose/messaging'

/** The server's own question for consent, which stands where the workspace has no wording (CTIA Messaging Principles 5.1.2.1). */
export const defaultRequest = (brand: string): string =>
  `${brand}: reply YES to get our texts, up to 10 a month. Msg & data rates may apply. Reply HELP for help, STOP to cancel.`

/** What a question for consent doesn't say and should, one sentence each. */
export function missingInRequest(text: string): string[] {
  const missing = checkContent({ body: text, firstMessage: true })
    .filter(({ code }) => code === 'no_stop' || code === 'no_help' || code === 'no_rates')
    .map(({ message }) => message)
  return /\by(es)?\b/i.test(text) ? missing : ['Say what to answer: “Reply YES”.', ...missing]
}
