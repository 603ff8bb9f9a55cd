import { REGEX_LIMIT } from '@soniarose/graph'
import { RE2JS } from 're2js'

/** A pattern of an author, in linear time however it is written. */
export interface CompiledPattern {
  /** The first place that fits, or null. */
  find(text: string): string | null
}

/** Compiles RE2 syntax, without regard to case. Throws on a pattern that can't be read. */
export function compilePattern(pattern: string): CompiledPattern {
  if (pattern.length > REGEX_LIMIT) throw new RangeError(`A pattern has at most ${REGEX_LIMIT} characters`)
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  return {
    find(text) {
      const matcher = compiled.matcher(text)
      return matcher.find() ? matcher.group() : null
    },
  }
}

/** The problem of a pattern, or null; for `validate` and the editor. */
export function checkPattern(pattern: string): string | null {
  try {
    compilePattern(pattern)
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `The pattern "${pattern.slice(0, 60)}" cannot be read: ${reason}`
  }
}
