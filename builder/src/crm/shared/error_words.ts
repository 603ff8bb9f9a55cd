import { twilioError } from '@soniarose/messaging'

export interface ErrorWords {
  title: string
  /** What it means and what to do about it. */
  advice: string
}

/** What a code of Twilio's means and what to do about it, for somebody who doesn't know the code. */
export function errorWords(code: number): ErrorWords {
  const { title, explanation, mend } = twilioError(code)
  return { title, advice: `${explanation} ${mend}` }
}
