import { twilioError } from '@soniarose/messaging'

const reasons: Record<string, { explanation: string; mend: string }> = {
  opted_out: {
    explanation: 'These people have opted out, so their texts were not sent.',
    mend: 'Nothing to do: that is what opting out is for.',
  },
  suppressed: {
    explanation: 'These numbers are on the do-not-text list.',
    mend: 'Nothing to do, unless a person has opted in again.',
  },
  pending_consent: {
    explanation: 'These contacts have not opted in yet, so their texts were not sent.',
    mend: 'Record their consent, or ask for it by an opt-in request.',
  },
  no_sender: { explanation: 'The workspace has no number to text from.', mend: 'Add a sender in the settings.' },
  expired: {
    explanation: 'These texts could not go out before they were out of date.',
    mend: 'Check quiet hours, limits and freezes.',
  },
}

/** What went wrong, in a marketer's words, and what to do about it. */
export function explainError(issue: { error_code: number | null; reason: string | null }): {
  explanation: string
  mend: string
} {
  if (issue.error_code !== null) {
    const { explanation, mend } = twilioError(issue.error_code)
    return { explanation, mend }
  }
  const known = reasons[issue.reason ?? '']
  if (known !== undefined) return known
  const words = (issue.reason ?? 'unknown').replaceAll('_', ' ')
  return { explanation: `Not sent: ${words}.`, mend: 'Open one of these texts to see what decided it.' }
}
