import type { Condition, Rule } from '@soniarose/graph'
import type { Segment } from '../../api/segments.ts'

/**
 * What a new segment begins with: a copy of another, or what the list of contacts was filtered by.
 * @param params of the address: `optInStatus` and `tag`, as that list has them
 */
export function startFrom(
  params: URLSearchParams,
  copied: Segment | undefined,
): { name?: string; rules?: unknown } | undefined {
  if (copied !== undefined) return { name: `${copied.name} (copy)`.slice(0, 120), rules: copied.rules }
  const rules: Rule[] = []
  const status = params.get('status')
  const tag = params.get('tag')
  if (status) rules.push({ field: 'contact.optInStatus', op: 'equals', value: status })
  if (tag) rules.push({ field: 'contact.tags', op: 'has_tag', value: tag })
  const [only] = rules
  if (only === undefined) return undefined
  const asked: Condition = rules.length === 1 ? only : { all: rules }
  return { rules: asked }
}
