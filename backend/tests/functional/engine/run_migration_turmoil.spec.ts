import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { MigrationChoice } from '@soniarose/core'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger, type ChainNode } from './engine_world.ts'
import { Moving, rest } from './migration_support.ts'

const RUNS = 40
const MOVES = 30

/** A row of pseudo-random numbers in [0, 1): the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const call: ChainNode = { id: 'call', type: 'http_request', data: { method: 'GET', url: 'https://example.com' } }
const ask: ChainNode = {
  id: 'ask',
  type: 'branch_on_reply',
  data: { timeout: 'PT1S', branches: [] },
  handle: 'timeout',
}
const journey = (words: string, pause: string) => [
  trigger(),
  text('one', `One ${words}`),
  call,
  rest('pause', pause),
  text('two', `Two ${words}`),
  ask,
  text('three', `Three ${words}`),
]

const NODES = ['start', 'one', 'call', 'pause', 'two', 'ask', 'three']

test.group('Runs that are moved to and fro while they run', (group) => {
  group.each.timeout(120_000)

  test('get no text twice, are lost nowhere, and have each visit recorded once', async ({ assert, cleanup }) => {
    const random = chance(20_261_122)
    const world = await EngineWorld.create(cleanup)
    const accept = world.answer
    world.answer = async (out) => {
      await sleep(random() * 400)
      return accept(out)
    }
    await world.start()
    const forth = await Moving.create(world, journey('first', 'PT2S'), journey('second', 'PT1S'))
    const back = forth.reversed()
    const contactIds: string[] = []
    for (let each = 0; each < RUNS; each += 1) contactIds.push(await world.contact())
    const at = { workspaceId: world.workspaceId, workflowId: forth.workflowId }
    const enrolling = (async () => {
      for (const contactId of contactIds) {
        await enroll(world.pool, at, { contactIds: [contactId] })
        await sleep(random() * 60)
      }
    })()
    const choices = (): Record<string, MigrationChoice> =>
      Object.fromEntries(
        NODES.filter(() => random() < 0.3).map((id) => [
          id,
          { action: 'move', to: NODES[1 + Math.floor(random() * (NODES.length - 1))] ?? id },
        ]),
      )
    for (let move = 0; move < MOVES; move += 1) {
      const moving = move % 2 === 0 ? forth : back
      const { id } = await moving.move(choices())
      if (random() < 0.4) await moving.undo(id)
      await sleep(random() * 150)
    }
    await enrolling
    await world.until('everybody is through', `SELECT count(*) = $1 AS ok FROM runs WHERE status = 'completed'`, [RUNS])

    const tumult = await world.one<{ moved: number; undone: number }>(
      `SELECT sum((counts->>'goOn')::integer + (counts->>'enter')::integer)::integer AS moved,
         sum((counts->>'undone')::integer)::integer AS undone FROM run_migrations`,
    )
    assert.isAbove(tumult.moved, RUNS, 'hardly anybody was moved')
    assert.isAbove(tumult.undone, 0, 'nobody was put back')
    const posted = world.sent.map((sent) => sent.messageId)
    assert.equal(new Set(posted).size, posted.length, 'a text was posted twice')
    const twice = await world.pool.query(
      `SELECT run_id, step_seq FROM messages WHERE direction = 'outbound' GROUP BY 1, 2 HAVING count(*) > 1`,
    )
    assert.lengthOf(twice.rows, 0, 'a visit has two texts')
    const gaps = await world.pool.query(
      `SELECT r.id FROM runs r JOIN steps s ON s.run_id = r.id GROUP BY r.id, r.seq
       HAVING count(*) <> r.seq OR min(s.seq) <> 1 OR max(s.seq) <> r.seq`,
    )
    assert.lengthOf(gaps.rows, 0, 'a visit is missing or recorded twice')
    const open = await world.pool.query(
      `SELECT id FROM messages WHERE status IN ('planned', 'held', 'sending', 'unknown')
       UNION ALL SELECT id FROM effects WHERE status IN ('planned', 'running')`,
    )
    assert.lengthOf(open.rows, 0, 'something is under way for nobody')
    const strange = await world.pool.query(
      `SELECT m.id FROM messages m JOIN steps s ON s.run_id = m.run_id AND s.seq = m.step_seq
       WHERE m.status = 'queued' AND s.outcome = 'migrated'`,
    )
    assert.lengthOf(strange.rows, 0, 'a visit was cut short although its text went out')
  })
})
