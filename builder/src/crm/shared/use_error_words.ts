import { useEffect, useState } from 'react'
import type { ErrorWords } from './error_words.ts'

/**
 * What a code of Twilio's means; null without a code, or while the words are on their way. The table is large and most
 * texts arrive, so that it comes only with the first one that didn't.
 */
export function useErrorWords(code: string | number | null): ErrorWords | null {
  const [words, setWords] = useState<ErrorWords | null>(null)
  const number = code === null ? Number.NaN : Number(code)
  useEffect(() => {
    if (!Number.isInteger(number)) return
    let wanted = true
    import('./error_words.ts').then(
      ({ errorWords }) => (wanted ? setWords(errorWords(number)) : undefined),
      // The code itself is still shown.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [number])
  return Number.isInteger(number) ? words : null
}
