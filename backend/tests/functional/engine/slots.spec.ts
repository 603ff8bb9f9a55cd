import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

const OUTBOUND = `FROM messages WHERE direction = 'outbound'`

/** Enrols contacts and waits until all their texts are held. */
async function heldBack(world: EngineWorld, hold: string, people: number): Promise<string[]> {
  const workflowId = await world.publish([trigger(), text('only')])
  const contactIds = await Promise.all(Array.from({ length: people }, () => world.contact()))
  await world.pool.query(hold)
  await world.start()
  await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
  await world.until('all are held', `SELECT count(*) = $1 AS ok ${OUTBOUND} AND status = 'held'`, [people])
  return contactIds
}

interface Moment {
  id: string
  contact_id: string
  sender_id: string
  at: number
}

/** When each text went out or is to go out, in seconds of the workspace's clock, in that order. */
async function moments(world: EngineWorld): Promise<Moment[]> {
  const { rows } = await world.pool.query<Moment>(
    `SELECT id, contact_id, sender_id, extract(epoch FROM coalesce(sent_at, send_after))::float8 AS at ${OUTBOUND} ORDER BY at, id`,
  )
  return rows
}

const RATE = 'UPDATE senders SET segments_per_second = $1'
const SPACED = `SELECT count(*) = 0 AS ok ${OUTBOUND} AND status = 'held'`

test.group('Texts that a hold lets go', (group) => {
  group.each.timeout(60_000)

  test('of a night go out in the morning at the rate of their sender, so that the carrier refuses nobody’s', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await world.pool.query(RATE, [0.5])
    // Legal hours that are not now, whatever the time is as this runs.
    const hour = new Date().getUTCHours() < 14 ? 17 : 10
    const opening = new Date(new Date().setUTCHours(hour, 0, 0, 0))
    if (opening.getTime() < Date.now()) opening.setUTCDate(opening.getUTCDate() + 1)
    const settings = { quietHours: { start: `${hour}:00`, end: `${hour + 2}:00` }, timeZone: 'UTC' }
    await world.pool.query('UPDATE workspaces SET settings = $1', [settings])
    const people = 12
    const workflowId = await world.publish([trigger(), text('only')])
    const contactIds = await Promise.all(Array.from({ length: people }, () => world.contact({ zone: 'UTC' })))
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
    await world.start()
    await world.until('all are planned', `SELECT count(*) = $1 AS ok ${OUTBOUND}`, [people])
    // To the first seconds of the window: the texts need half a minute.
    const now = await world.one<{ now: Date }>('SELECT workspace_now($1) AS now', [world.workspaceId])
    await world.advance((opening.getTime() + 10_000 - now.now.getTime()) / 86_400_000)
    await world.until('none is held', SPACED)
    const at = (await moments(world)).map((moment) => moment.at - opening.getTime() / 1000)
    assert.isAtLeast(at[0] ?? -1, 0)
    assert.isAtMost(at[0] ?? 99, 2, 'the first goes as the window opens')
    for (let index = 1; index < people; index += 1) {
      // A text is sent some moments after its slot; the one after it may follow sooner by that much.
      assert.isAtLeast((at[index] ?? 0) - (at[0] ?? 0), index * 2 - 1.5, `the ${index}th comes too early`)
      assert.isAtMost((at[index] ?? 0) - (at[0] ?? 0), index * 2 + 1.5, `the ${index}th comes too late`)
    }
  })

  for (const { name, hold, lift } of [
    {
      name: 'a thawed workspace',
      hold: 'UPDATE workspaces SET frozen_at = now()',
      lift: 'UPDATE workspaces SET frozen_at = NULL',
    },
    {
      name: 'a sender whose pause is over',
      hold: 'UPDATE senders SET paused_at = now()',
      lift: 'UPDATE senders SET paused_at = NULL',
    },
  ]) {
    test(`of ${name} are spaced by segments again, and each contact gets theirs in the order they were written`, async ({
      assert,
      cleanup,
    }) => {
      const world = await EngineWorld.create(cleanup)
      await world.pool.query(RATE, [10_000])
      const people = await heldBack(world, hold, 8)
      const second = await world.publish([trigger(), text('later', 'x'.repeat(200))])
      await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: second }, { contactIds: people })
      await world.until('all are held', `SELECT count(*) = 16 AS ok ${OUTBOUND} AND status = 'held'`)
      await world.pool.query(RATE, [0.2])
      await world.pool.query('UPDATE senders SET next_slot_at = NULL')
      await world.pool.query(lift)
      await world.until('each has its slot', SPACED)
      const all = await moments(world)
      const { rows } = await world.pool.query<{ id: string; segments: number }>(`SELECT id, segments ${OUTBOUND}`)
      const segments = new Map(rows.map((row) => [row.id, row.segments]))
      for (let index = 1; index < all.length; index += 1) {
        const before = all[index - 1]
        const gap = (all[index]?.at ?? 0) - (before?.at ?? 0)
        // One segment in five seconds; the very first goes out at once, some moments after its slot.
        assert.closeTo(gap, 5 * (segments.get(before?.id ?? '') ?? 0), index === 1 ? 1 : 0.01)
      }
      for (const contactId of people) {
        const own = all.filter((moment) => moment.contact_id === contactId).map((moment) => moment.id)
        assert.deepEqual(own, own.toSorted(), 'ids are of the order in which the texts were written')
      }
    })
  }

  test('by another, faster sender still wait behind the older one of their contact', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const fast = await world.one<{ id: string }>(
      `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials)
       VALUES ($1, 'Fast', 'long_code', '+15005550017', 'AC00000000000000000000000000000000', '') RETURNING id`,
      [world.workspaceId],
    )
    await world.pool.query('UPDATE senders SET segments_per_second = 10000 WHERE is_default')
    const people = await heldBack(world, 'UPDATE workspaces SET frozen_at = now()', 4)
    const second = await world.publish([
      trigger(),
      { id: 'fast', type: 'send_sms', data: { body: 'By the fast one', senderId: fast.id } },
    ])
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: second }, { contactIds: people })
    await world.until('all are held', `SELECT count(*) = 8 AS ok ${OUTBOUND} AND status = 'held'`)
    await world.pool.query('UPDATE senders SET segments_per_second = 0.1, next_slot_at = NULL WHERE is_default')
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.until('each has its moment', SPACED)
    const all = await moments(world)
    for (const contactId of people) {
      const own = all.filter((moment) => moment.contact_id === contactId).map((moment) => moment.id)
      assert.deepEqual(own, own.toSorted())
    }
  })

  test('spend no more than the cap of a day, though the clock walks over their slots', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await world.pool.query('UPDATE senders SET segments_per_second = 5, segments_per_day = 6')
    await heldBack(world, 'UPDATE workspaces SET frozen_at = now()', 20)
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.until(
      'the day is full',
      `SELECT count(*) FILTER (WHERE sent_at IS NOT NULL) = 6 AND count(*) FILTER (WHERE reason = 'budget') = 14 AS ok ${OUTBOUND}`,
    )
    await world.advance(4)
    const { rows } = await world.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n ${OUTBOUND} AND sent_at IS NOT NULL
       GROUP BY (sent_at AT TIME ZONE 'America/Los_Angeles')::date ORDER BY n DESC`,
    )
    assert.deepEqual(
      rows.map((row) => row.n),
      [6, 6, 6, 2],
    )
  })

  test('of two numbers of one campaign share its rate, and of one brand its day, or the carrier blocks the brand', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await world.pool.query(
      `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials, pooled)
       VALUES ($1, 'Second', 'long_code', '+15005550017', 'AC00000000000000000000000000000000', '', true)`,
      [world.workspaceId],
    )
    await world.pool.query(
      `UPDATE senders SET campaign = 'C1', brand = 'B1', segments_per_second = 5, segments_per_day = 8`,
    )
    await heldBack(world, 'UPDATE workspaces SET frozen_at = now()', 24)
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.until(
      'the day is full',
      `SELECT count(*) FILTER (WHERE sent_at IS NOT NULL) = 8 AND count(*) FILTER (WHERE reason = 'budget') = 16 AS ok ${OUTBOUND}`,
    )
    const { rows } = await world.pool.query<{ sender_id: string; n: number }>(
      `SELECT sender_id, sum(segments)::integer AS n FROM sender_days GROUP BY 1 HAVING sum(segments) > 0`,
    )
    assert.lengthOf(rows, 2, 'both numbers send')
    const spent = rows.reduce((sum, row) => sum + row.n, 0)
    assert.equal(spent, 8)
    const slots = await world.one<{ n: number }>('SELECT count(DISTINCT next_slot_at)::integer AS n FROM senders')
    assert.equal(slots.n, 1, 'they have one clock')
  })
})
