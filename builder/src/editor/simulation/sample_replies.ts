import { isRecord, type GraphNode } from '@soniarose/graph'

/** Replies that would take each branch, as far as a branch says what it looks for. */
export function sampleReplies(node: GraphNode | undefined): string[] {
  const branches: unknown = node?.data['branches']
  if (!Array.isArray(branches)) return []
  return branches.filter(isRecord).flatMap((branch) => {
    const match = isRecord(branch['match']) ? branch['match'] : {}
    if (match['affirmative'] === true) return ['Yes please']
    if (match['negative'] === true) return ['No thanks']
    for (const way of ['anyWord', 'exact', 'contains']) {
      const words: unknown = match[way]
      const first: unknown = Array.isArray(words) ? words[0] : words
      if (typeof first === 'string' && first !== '') return [first]
    }
    if (match['number'] !== undefined) return ['7']
    return match['date'] === undefined ? [] : ['3 May']
  })
}
