import { checkContent } from '@soniarose/messaging'
import type { Settings } from '../../api/types.ts'

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

/** Who asks the question as the settings stand: a member can in any case, the form and workflows where they are told to. */
export function whoAsks({ doubleOptIn, optInRequests }: Pick<Settings, 'doubleOptIn' | 'optInRequests'>): string {
  const soDoYou = 'in these words; so do you when you ask a contact from their own page.'
  if (doubleOptIn && optInRequests) return `The public form and workflows ask it by themselves, ${soDoYou}`
  if (doubleOptIn) return `The public form asks it by itself, ${soDoYou}`
  if (optInRequests) return `Workflows ask it by themselves, ${soDoYou}`
  return 'Neither the public form nor workflows ask it now; you can ask any contact without consent from their own page.'
}
