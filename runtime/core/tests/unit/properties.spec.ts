import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Graph } from '@soniarose/graph'
import { arbitraryGraph } from '../../../graph/tests/support/arbitrary_graph.ts'
import {
  advance,
  compile,
  isOver,
  startRun,
  STEP_BUDGET,
  STEPS_WITHOUT_WAIT,
  type RunEvent,
  type RunState,
  type Signal,
  type Wait,
} from '../../src/index.ts'
import { contact, DAY, MONDAY, runEvent } from '../support/play.ts'

/** What the outside does next: answers what the run waits for, or lets its time come, or says something else. */
interface Turn {
  answer: boolean
  outcome: string
  body: string
  hours: number
}

const turn: fc.Arbitrary<Turn> = fc.record({
  answer: fc.boolean(),
  outcome: fc.constantFrom('accepted', 'failed', 'blocked', 'next', 'done', 'skipped'),
  body: fc.oneof(fc.string(), fc.constantFrom('yes', 'no', '7', 'joy')),
  hours: fc.integer({ min: 0, max: 1000 }),
})

function signalFor(wait: Wait, { outcome, body }: Turn, now: number): Signal {
  const key = wait.key ?? ''
  switch (wait.kind) {
    case 'message':
      return { kind: 'message', key, outcome: outcome === 'failed' || outcome === 'blocked' ? outcome : 'accepted' }
    case 'effect':
      return { kind: 'effect', key, outcome, output: { text: body } }
    case 'child':
      return { kind: 'child', key, status: 'completed' }
    case 'event':
      return { kind: 'event', key, data: { body } }
    default:
      return { kind: 'reply', id: 'SM1', body, receivedAt: now }
  }
}

const person = fc.record({
  firstName: fc.option(fc.string()),
  timeZone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', null),
  optInStatus: fc.constantFrom('opted_in' as const, 'opted_out' as const, 'pending' as const),
  attributes: fc.record({
    city: fc.string(),
    age: fc.oneof(fc.integer(), fc.string()),
    birthday: fc.constantFrom('2026-10-25', ''),
  }),
})

/** Takes a run one step further and gives back its new state. */
type Step = (before: RunState, event: RunEvent) => RunState

/** Walks a run by a script of turns. */
function walk(turns: readonly Turn[], step: Step, facts: object = {}): RunState {
  let run = startRun({ id: 'run-1', nodeId: 'n0', now: MONDAY })
  let now = MONDAY
  const event = (signal?: Signal) => runEvent({ now, contact: contact(facts), signal })
  run = step(run, event())
  for (const next of turns) {
    if (isOver(run) || !run.wait) break
    now = next.answer ? now + next.hours : Math.max(now, run.wait.wakeAt ?? now + DAY)
    run = step(run, event(next.answer ? signalFor(run.wait, next, now) : undefined))
  }
  return run
}

function withExitRule(graph: Graph): Graph {
  return { ...graph, settings: { ...graph.settings, exitRules: [{ id: 'rule', label: 'Left', event: 'left' }] } }
}

/** A goal counts wherever a run stands; it needs no way to it. */
function withGoal(graph: Graph): Graph {
  const goal = { id: 'goal', type: 'goal', position: { x: 0, y: 0 }, data: { name: 'Left', event: 'left' } }
  return { ...graph, nodes: [...graph.nodes, goal] }
}

test.group('Advance, on any graph', () => {
  test('ends, never throws, is deterministic, gives plain data, and changes nothing that it was given', ({
    assert,
  }) => {
    fc.assert(
      fc.property(arbitraryGraph, fc.array(turn, { maxLength: 25 }), person, (graph, turns, facts) => {
        const compiled = compile(graph)
        const again = compile(JSON.parse(JSON.stringify(graph)))
        let lastSeq = 0
        walk(
          turns,
          (before, event) => {
            const frozen = JSON.stringify([before, event])
            const result = advance(compiled, before, event)
            const plain = JSON.parse(JSON.stringify(result))
            assert.deepEqual(
              plain,
              JSON.parse(JSON.stringify(advance(again, JSON.parse(JSON.stringify(before)), event))),
            )
            assert.equal(JSON.stringify([before, event]), frozen)
            assert.notEqual(result.run.exitReason, 'internal_error', JSON.stringify(result.steps.at(-1)))
            assert.equal(result.run.status === 'waiting', result.run.wait !== null)
            for (const { seq, nodeId } of result.steps) {
              assert.equal(seq, lastSeq + 1, `${nodeId} leaves a gap`)
              lastSeq = seq
            }
            return plain.run
          },
          facts,
        )
      }),
      { numRuns: 600 },
    )
  })

  test('news that is not for a run changes nothing', ({ assert }) => {
    const strange: Signal[] = [
      { kind: 'message', key: 'other', outcome: 'failed' },
      { kind: 'effect', key: 'other', outcome: 'done' },
      { kind: 'event', key: 'other' },
      { kind: 'child', key: 'other', status: 'completed' },
    ]
    fc.assert(
      fc.property(
        arbitraryGraph,
        fc.array(turn, { maxLength: 8 }),
        fc.constantFrom(...strange),
        (graph, turns, signal) => {
          const compiled = compile(graph)
          const run = walk(turns, (before, event) => advance(compiled, before, event).run)
          if (!run.wait || (run.wait.wakeAt ?? Infinity) <= MONDAY) return
          const result = advance(compiled, run, runEvent({ signal }))
          assert.deepEqual(result.steps, [])
          assert.deepEqual(result.effects, [])
          assert.equal(result.run.nodeId, run.nodeId)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a visit plans at most one thing to wait for, and every id is its own', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, fc.array(turn, { maxLength: 25 }), (graph, turns) => {
        const compiled = compile(graph)
        const ids: string[] = []
        walk(turns, (before, event) => {
          const { run, effects } = advance(compiled, before, event)
          for (const effect of effects) if ('id' in effect) ids.push(effect.id)
          return run
        })
        assert.equal(new Set(ids).size, ids.length)
      }),
      { numRuns: 200 },
    )
  })

  test('a run whose every wait is answered ends within its budget, whatever circles it walks', ({ assert }) => {
    const outcomes = fc.constantFrom('accepted', 'next', 'done', 'a', 'b')
    // From any day to the next one that a wait allows.
    const weekOn = 8 * DAY
    fc.assert(
      fc.property(arbitraryGraph, outcomes, fc.constantFrom('yes', 'no', '7'), (graph, outcome, body) => {
        const compiled = compile(graph)
        const turns = Array.from({ length: STEP_BUDGET + 50 }, () => ({ answer: true, outcome, body, hours: weekOn }))
        let most = 0
        const run = walk(turns, (before, event) => {
          const { steps, run: after } = advance(compiled, before, event)
          most = Math.max(most, steps.length)
          return after
        })
        assert.isTrue(isOver(run), `it stands at ${run.nodeId} after ${run.stepsUsed} visits`)
        assert.isAtMost(run.stepsUsed, STEP_BUDGET + 1)
        assert.isAtMost(most, STEPS_WITHOUT_WAIT + 2)
      }),
      { numRuns: 150 },
    )
  }).timeout(20_000)

  test('somebody who looks in between changes nothing: the next answer finds the run as it was', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, fc.array(turn, { maxLength: 10 }), person, (graph, turns, facts) => {
        const compiled = compile(graph)
        const step: Step = (before, event) => advance(compiled, before, event).run
        const watched: Step = (before, event) => {
          const after = step(before, event)
          const isLater = after.wait !== null && (after.wait.wakeAt === null || after.wait.wakeAt > event.now)
          if (isOver(after) || !isLater) return after
          const look = advance(compiled, after, { ...event, signal: undefined, pendingReply: undefined })
          assert.deepEqual([look.steps, look.effects], [[], []])
          return look.run
        }
        assert.deepEqual(walk(turns, watched, facts), walk(turns, step, facts))
      }),
      { numRuns: 300 },
    )
  })

  test('an exit rule or a goal ends a run wherever it stands, once, and nothing comes after it', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, fc.array(turn, { maxLength: 10 }), fc.boolean(), (graph, turns, byGoal) => {
        const compiled = compile(byGoal ? withGoal(graph) : withExitRule(graph))
        const run = walk(turns, (before, event) => advance(compiled, before, event).run)
        if (isOver(run)) return
        const left = advance(compiled, run, runEvent({ now: run.enteredAt, signal: { kind: 'event', key: 'left' } }))
        assert.isTrue(isOver(left.run), `it goes on at ${left.run.nodeId}`)
        assert.isNull(left.run.wait)
        const again = advance(compiled, left.run, runEvent({ signal: { kind: 'event', key: 'left' } }))
        assert.deepEqual([again.steps, again.effects, again.run], [[], [], left.run])
      }),
      { numRuns: 200 },
    )
  })
})
