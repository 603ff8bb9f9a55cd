import { parseLiquid, variablesOf } from './engine.ts'
import { parseSimple } from './simple_template.ts'

/** The paths that a template reads, such as `contact.firstName`; none of one that can't be read. */
export function variablesIn(text: string): string[] {
  const simple = parseSimple(text)
  if (simple) return simple.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.path.join('.')]))
  try {
    return variablesOf(parseLiquid(text)).map((path) => path.join('.'))
  } catch {
    // What is wrong with it is told by checkTemplate; here there is nothing to read.
    return []
  }
}
