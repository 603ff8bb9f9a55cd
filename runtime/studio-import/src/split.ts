import type { ReplyMatch } from '@soniarose/graph'
import { nextOf, type GraphBuilder } from './builder.ts'
import { matchOf, ruleOf } from './conditions.ts'
import type { StudioState, StudioTransition } from './flow.ts'
import { onlyPath } from './liquid.ts'

interface Branch {
  id: string
  label: string
  next: string | null
}

function branchesOf(state: StudioState): (Branch & { transition: StudioTransition })[] {
  return state.transitions
    .filter(({ event }) => event === 'match')
    .map((transition, index) => ({
      id: `b${index + 1}`,
      label: transition.conditions[0]?.name || transition.conditions[0]?.value || `Branch ${index + 1}`,
      next: transition.next,
      transition,
    }))
}

/** A split over fields: a condition node. One rule that can't be said here leaves its branch to a placeholder. */
export function split(state: StudioState, builder: GraphBuilder) {
  const notes: string[] = []
  const id = builder.idOf(state.name)
  const branches = branchesOf(state).map(({ transition, ...branch }) => {
    const rules = transition.conditions.map((condition) => {
      const source = condition.arguments[0] ?? String(state.properties['input'] ?? '')
      const field = onlyPath(builder.text(source, notes))
      const rule =
        field === null
          ? ({ ok: false, reason: `"${source}" is more than one field` } as const)
          : ruleOf(condition, field)
      if (!rule.ok) notes.push(`Branch "${branch.label}": ${rule.reason}. It never matches until you write its rule.`)
      return rule.ok ? rule.value : ({ field: 'run.id', op: 'is_not_set' } as const)
    })
    if (rules.length > 1) notes.push(`Branch "${branch.label}" has several conditions; all of them must hold here.`)
    builder.link(id, branch.id, branch.next)
    return { id: branch.id, label: branch.label, when: rules.length === 1 && rules[0] ? rules[0] : { all: rules } }
  })
  builder.add(state, { id, type: 'condition', data: { branches } })
  builder.link(id, 'else', nextOf(state, 'noMatch'))
  builder.note(state, { fate: notes.length > 0 ? 'review' : 'mapped', nodeIds: [id], notes })
}

/**
 * The branches of a split that does nothing but judge one widget's reply, as a reply node has them; null when the
 * split is about something else, or a comparison can't be said of a reply.
 */
export function replyBranches(
  state: StudioState,
  asked: string,
): { branches: (Branch & { match: ReplyMatch })[]; otherwise: string | null } | null {
  const expected = new RegExp(
    `^\\s*\\{\\{\\s*widgets\\.${asked.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.inbound\\.Body\\s*\\}\\}\\s*$`,
  )
  const branches: (Branch & { match: ReplyMatch })[] = []
  for (const { transition, ...branch } of branchesOf(state)) {
    const [condition, more] = transition.conditions
    const source = condition?.arguments[0] ?? String(state.properties['input'] ?? '')
    if (!condition || more || !expected.test(source)) return null
    const match = matchOf(condition)
    if (!match.ok) return null
    branches.push({ ...branch, match: match.value })
  }
  return { branches, otherwise: nextOf(state, 'noMatch') }
}
