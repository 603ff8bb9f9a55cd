import type { Scenario } from '@soniarose/graph'
import type { Simulation } from './trace.ts'

/** What a scenario expected and a simulation didn't show, one sentence each. */
export function checkExpectations(expect: Scenario['expect'], simulation: Omit<Simulation, 'problems'>): string[] {
  const { run, texts } = simulation
  const problems: string[] = []
  if (expect.status !== undefined && run.status !== expect.status)
    problems.push(`The run is ${run.status}${run.exitReason ? ` (${run.exitReason})` : ''}, expected ${expect.status}`)
  if (expect.exitReason !== undefined && run.exitReason !== expect.exitReason)
    problems.push(`The run ended with the reason ${run.exitReason ?? 'none'}, expected ${expect.exitReason ?? 'none'}`)
  if (expect.textCount !== undefined && texts.length !== expect.textCount)
    problems.push(`${texts.length} texts went out, expected ${expect.textCount}`)
  return [...problems, ...checkTexts(expect, simulation), ...checkVisits(expect, simulation)]
}

function checkTexts({ texts: expected }: Scenario['expect'], { texts }: Pick<Simulation, 'texts'>): string[] {
  if (!expected) return []
  const wrong = expected.flatMap((part, index) => {
    const body = texts[index]?.body
    if (body === undefined) return [`Text ${index + 1} with "${part}" was never sent`]
    return body.includes(part) ? [] : [`Text ${index + 1} is "${body}", expected "${part}" in it`]
  })
  return texts.length > expected.length
    ? [...wrong, `${texts.length} texts went out, expected only ${expected.length}`]
    : wrong
}

function checkVisits(expect: Scenario['expect'], { steps, run }: Pick<Simulation, 'steps' | 'run'>): string[] {
  const visited = [...steps.map(({ nodeId }) => nodeId), ...(run.status === 'waiting' ? [run.nodeId] : [])]
  const unwanted = (expect.notVisited ?? []).filter((nodeId) => visited.includes(nodeId))
  const outcomes = Object.entries(expect.outcomes ?? {}).flatMap(([nodeId, outcome]) => {
    const last = steps.findLast((step) => step.nodeId === nodeId)?.outcome ?? 'nobody'
    return last === outcome ? [] : [`"${nodeId}" was left by ${last}, expected ${outcome}`]
  })
  return [
    ...checkPath(expect.path ?? [], visited),
    ...unwanted.map((nodeId) => `"${nodeId}" was visited, expected not`),
    ...outcomes,
  ]
}

function checkPath(path: readonly string[], visited: readonly string[]): string[] {
  let from = 0
  for (const nodeId of path) {
    const found = visited.indexOf(nodeId, from)
    if (found === -1) return [`"${nodeId}" was not visited${from > 0 ? ` after "${visited[from - 1]}"` : ''}`]
    from = found + 1
  }
  return []
}
