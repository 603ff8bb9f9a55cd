import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { PgMessageStore } from '#app/engine/pg_message_store'
import { EngineWorld, text, trigger } from './engine_world.ts'

const OUTBOUND = `FROM messages WHERE direction = 'outbound'`
const MINUTE = 1 / 1_440

/** Texts planned by senders of so many segments a second, whose worker then stops. @returns those left, by their turns */
async function planned(world: EngineWorld, people: number, perSecond: number): Promise<string[]> {
  await world.pool.query('UPDATE senders SET segments_per_second = $1', [perSecond])
  const workflowId = await world.publish([trigger(), text('only')])
  const contactIds = await Promise.all(Array.from({ length: people }, () => world.contact({ zone: 'UTC' })))
  await world.start()
  await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
  await world.until('all are planned', `SELECT count(*) = $1 AS ok ${OUTBOUND}`, [people])
  await world.stop()
  const { rows } = await world.pool.query<{ id: string }>(
    `SELECT id ${OUTBOUND} AND status = 'planned' ORDER BY send_after`,
  )
  return rows.map((row) => row.id)
}

/** Nobody works for so long. */
const awayFor = (world: EngineWorld, seconds: number): Promise<unknown> =>
  world.pool.query('UPDATE workspaces SET clock_offset = clock_offset + make_interval(secs => $1)', [seconds])

/** When texts went out from a moment on, in seconds. */
async function sentSince(world: EngineWorld, moment: Date): Promise<number[]> {
  const { rows } = await world.pool.query<{ at: number }>(
    `SELECT extract(epoch FROM sent_at - $1)::float8 AS at ${OUTBOUND} AND sent_at >= $1 ORDER BY at`,
    [moment],
  )
  return rows.map((row) => row.at)
}

/** Texts in the order in which they were posted, since so many had been. */
const postedSince = (world: EngineWorld, before: number): string[] =>
  world.sent.slice(before).map((sent) => sent.messageId)

const nowOf = async (world: EngineWorld): Promise<Date> =>
  (await world.one<{ now: Date }>('SELECT workspace_now($1) AS now', [world.workspaceId])).now

test.group('Texts that came due while no worker ran', (group) => {
  group.each.timeout(60_000)

  test('go out at the one rate of their campaign, in the order they had, whichever of its numbers sends them', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await world.pool.query(
      `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials, pooled)
       VALUES ($1, 'Second', 'long_code', '+15005550017', 'AC00000000000000000000000000000000', '', true)`,
      [world.workspaceId],
    )
    await world.pool.query(`UPDATE senders SET campaign = 'C1'`)
    const ids = await planned(world, 40, 2)
    await awayFor(world, 12)
    const [back, before] = [await nowOf(world), world.sent.length]
    await world.start()
    await world.advance(MINUTE)
    assert.deepEqual(postedSince(world, before), ids)
    for (const [index, at] of (await sentSince(world, back)).entries()) {
      assert.isAtLeast(at, index / 2, `the ${index}th comes too early`)
      assert.isAtMost(at, index / 2 + 4, `the ${index}th comes too late`)
    }
    const clocks = await world.one<{ n: number }>('SELECT count(DISTINCT late_until)::integer AS n FROM senders')
    assert.equal(clocks.n, 1, 'both numbers are behind by as much')
    const senders = await world.one<{ n: number }>(`SELECT count(DISTINCT sender_id)::integer AS n ${OUTBOUND}`)
    assert.equal(senders.n, 2)
  })

  test('are first those that answer somebody, then the others', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const ids = await planned(world, 12, 1)
    const [bulk, answers] = [ids.slice(0, 7), ids.slice(7)]
    await world.pool.query('UPDATE messages SET lane = 1 WHERE id = ANY($1)', [bulk])
    await awayFor(world, 60)
    const before = world.sent.length
    await world.start()
    await world.advance(MINUTE)
    assert.deepEqual(postedSince(world, before), [...answers, ...bulk])
  })

  test('are asked again at their new turn: if it is night by then, they wait for the morning, and go at the rate', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await planned(world, 12, 1)
    // Legal hours that are not now, whatever the time is as this runs.
    const hour = new Date().getUTCHours() < 14 ? 17 : 10
    const settings = { quietHours: { start: `${hour}:00`, end: `${hour + 2}:00` }, timeZone: 'UTC' }
    await world.pool.query('UPDATE workspaces SET settings = $1', [settings])
    await awayFor(world, 60)
    const back = await nowOf(world)
    await world.start()
    await world.advance(MINUTE)
    const waiting = await world.one<{ held: number; open: number }>(
      `SELECT count(*) FILTER (WHERE status = 'held' AND reason = 'quiet_hours')::integer AS held,
         count(*) FILTER (WHERE status = 'planned')::integer AS open ${OUTBOUND}`,
    )
    assert.lengthOf(await sentSince(world, back), 0)
    assert.equal(waiting.open, 0)
    assert.isAtLeast(waiting.held, 8)
    await world.advance(1)
    const at = await sentSince(world, back)
    assert.lengthOf(at, waiting.held)
    for (const [index, moment] of at.entries()) assert.isAtLeast(moment - (at[0] ?? 0), index - 1)
  })

  test('are as old as the turn that they missed, should a freeze hold them before their new one', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const ids = await planned(world, 6, 0.2)
    const turns = `SELECT id, coalesce(held_since, send_after) AS at ${OUTBOUND} AND id = ANY($1) ORDER BY id`
    const before = (await world.pool.query<{ id: string; at: Date }>(turns, [ids])).rows
    await awayFor(world, 3_600)
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    await world.start()
    await world.advance(MINUTE)
    await world.until('all are held', `SELECT count(*) = $1 AS ok ${OUTBOUND} AND reason = 'frozen'`, [ids.length])
    assert.deepEqual((await world.pool.query<{ id: string; at: Date }>(turns, [ids])).rows, before)
  })

  test('and have no rate to keep to, or are in their turn, cost no statement', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await planned(world, 12, 1)
    const statements = async (): Promise<string[]> => {
      const client = await world.pool.connect()
      const names: string[] = []
      const query = client.query.bind(client)
      const listening = {
        query: (asked: unknown, ...rest: unknown[]): unknown => {
          names.push(typeof asked === 'object' && asked !== null ? String(Reflect.get(asked, 'name')) : String(asked))
          return Reflect.apply(query, client, [asked, ...rest])
        },
      }
      Reflect.set(client, 'query', listening.query)
      client.release()
      const batch = await new PgMessageStore(world.pool).claim({ workspaceIds: [world.workspaceId], limit: 100 })
      await batch?.release()
      Reflect.deleteProperty(client, 'query')
      return names
    }
    await awayFor(world, 4)
    assert.notIncludeMembers(await statements(), ['free_limited_senders'])
    await awayFor(world, 60)
    assert.include(await statements(), 'free_limited_senders')
    await world.pool.query('UPDATE senders SET segments_per_second = NULL')
    const free = await statements()
    assert.deepEqual(free, ['BEGIN', 'claim_messages', 'claim_messages', 'sending_workspaces', 'undefined'])
  })
})
