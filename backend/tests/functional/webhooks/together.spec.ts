import { test } from '@japa/runner'
import { enterWorkflows } from '#app/engine/enter_workflows'
import { receiveTogether } from '#app/engine/inbound/receive_together'
import type { EngineClient } from '#app/engine/pool'
import { receiveInbound, type InboundText } from '#app/engine/receive_inbound'
import { inTransaction } from '#app/engine/transaction'
import { EngineWorld, text, trigger, type ChainNode } from '../engine/engine_world.ts'

const REPLIES = ['Yes', 'no, thanks', 'JOIN', 'join!', 'Who is this?', 'ok', '', '“Join”']
const CONTACTS = 24

type Receive = (client: EngineClient, texts: readonly InboundText[]) => Promise<void>

const oneByOne: Receive = async (client, texts) => {
  for (const each of texts) await receiveInbound(client, each)
}

const together: Receive = async (client, texts) => {
  const { left } = await receiveTogether(client, texts)
  await oneByOne(client, left)
}

const ask = (timeout: string): ChainNode => ({
  id: 'ask',
  type: 'branch_on_reply',
  data: { timeout, branches: [{ id: 'yes', label: 'Yes', match: { anyWord: ['yes'] } }] },
})

async function askAll(world: EngineWorld, workflowId: string, contactIds: readonly string[]): Promise<void> {
  const common = {
    workflowId,
    nodeId: null,
    runId: null,
    parentRunId: null,
    trigger: null,
    triggerKey: null,
    lane: 0 as const,
  }
  await enterWorkflows(
    world.pool,
    contactIds.map((contactId) => ({ ...common, contactId })),
  )
  await world.until(
    'all have been asked',
    `SELECT count(*) = $2::integer AS ok FROM runs WHERE workflow_id = $1 AND status = 'waiting' AND wait_kind = 'reply'`,
    [workflowId, contactIds.length],
  )
}

/** People in every state that a text can meet: asked, being asked, asked twice, never asked, pending, opted out. */
async function peopledWorld(cleanup: Parameters<typeof EngineWorld.create>[0]): Promise<EngineWorld> {
  const world = await EngineWorld.create(cleanup)
  const once = await world.publish([trigger(), text('one', 'Shall we?'), ask('P1D')])
  const again = await world.publish([trigger(), text('two', 'Really?'), ask('P2D')])
  await world.publish([
    trigger({ on: 'keyword', keywords: ['join'] }),
    { id: 'rest', type: 'wait', data: { for: 'P1D' } },
  ])
  const contacts: string[] = []
  for (let at = 0; at < CONTACTS; at += 1) {
    const kind = at % 8
    contacts.push(await world.contact({ status: kind === 6 ? 'pending' : kind === 7 ? 'opted_out' : 'opted_in' }))
  }
  await world.start()
  // The second question comes after the first, so that it is the one that is answered.
  await askAll(
    world,
    once,
    contacts.filter((_, at) => at % 8 < 4),
  )
  await askAll(
    world,
    again,
    contacts.filter((_, at) => at % 8 === 2),
  )
  await world.stop()
  // Some questions are still on their way out.
  await world.pool.query(
    `UPDATE runs r SET wait_kind = 'message', wait_key = m.id::text, node_id = m.node_id
     FROM messages m, contacts c WHERE m.run_id = r.id AND c.id = r.contact_id AND c.phone LIKE '%1'`,
  )
  return world
}

async function textsOf(world: EngineWorld, round: number): Promise<InboundText[]> {
  const { id: senderId } = await world.one<{ id: string }>('SELECT id FROM senders')
  const { rows } = await world.pool.query<{ phone: string }>('SELECT phone FROM contacts ORDER BY phone')
  const strangers = [1, 2, 3].map((at) => `+1628555010${at + 3 * round}`)
  return [...rows.map((row) => row.phone), ...strangers].map((from, at) => ({
    ...{ workspaceId: world.workspaceId, senderId, from, to: '+15005550006', media: [], optOutType: null },
    messageSid: `SM${round}-${at}`,
    body: REPLIES[(at + round) % REPLIES.length] ?? '',
  }))
}

/** Everything that texts change, without what differs from one world to the next. */
async function traces(world: EngineWorld): Promise<unknown[]> {
  const { rows } = await world.pool.query(`
    SELECT c.phone, c.opt_in_status, c.sender_id IS NOT NULL AS has_sender, t.unread, t.status AS thread,
      t.last_inbound_at = t.last_message_at AS inbound_last, t.sender_id IS NOT NULL AS thread_has_sender,
      (SELECT json_agg(json_build_array(m.provider_sid, m.body, m.status, m.purpose, m.from_address, m.to_address, m.segments,
          m.sender_id IS NOT NULL, m.created_at = t.last_inbound_at, q.graph #>> '{nodes,1,id}') ORDER BY m.id)
        FROM messages m LEFT JOIN runs o ON o.id = m.run_id LEFT JOIN workflow_versions q ON q.id = o.version_id
        WHERE m.contact_id = c.id AND m.direction = 'inbound') AS texts,
      (SELECT json_agg(json_build_array(v.graph #>> '{nodes,1,id}', r.status, r.wait_kind, r.lane, r.signal - 'id' - 'receivedAt',
          jsonb_typeof(r.signal -> 'receivedAt'), r.pending_reply - 'id' - 'receivedAt', r.wait_until IS NULL, r.wake_at IS NULL,
          r.vars -> 'trigger', split_part(r.trigger_key, ':', 2),
          EXISTS (SELECT FROM messages m WHERE m.id::text IN (r.signal ->> 'id', r.pending_reply ->> 'id')
            AND m.run_id = r.id AND m.contact_id = c.id))
          ORDER BY v.graph #>> '{nodes,1,id}', r.entry)
        FROM runs r JOIN workflow_versions v ON v.id = r.version_id WHERE r.contact_id = c.id) AS runs
    FROM contacts c LEFT JOIN conversations t ON t.contact_id = c.id ORDER BY c.phone`)
  return rows
}

test.group('Texts received together', (group) => {
  group.each.timeout(60_000)

  test('leave exactly what they would one by one: for whoever was asked, is being asked, joins by a word, or is a stranger', async ({
    assert,
    cleanup,
  }) => {
    const [single, joint] = await Promise.all([peopledWorld(cleanup), peopledWorld(cleanup)])
    for (const round of [0, 1, 0]) {
      for (const [world, receive] of [
        [single, oneByOne],
        [joint, together],
      ] as const) {
        const texts = await textsOf(world, round)
        await inTransaction(world.pool, (client) => receive(client, texts.slice(0, CONTACTS + 3)))
      }
      assert.deepEqual(await traces(joint), await traces(single))
    }
    const { n } = await joint.one<{ n: number }>(
      'SELECT count(*)::integer AS n FROM runs WHERE signal IS NOT NULL OR pending_reply IS NOT NULL',
    )
    assert.isAbove(n, 10)
  })

  test('wait for nobody: whose contact or run somebody else holds is left, untouched', async ({ assert, cleanup }) => {
    const world = await peopledWorld(cleanup)
    const [first, second, ...others] = (await textsOf(world, 0)).slice(0, CONTACTS)
    if (first === undefined || second === undefined) throw new Error('no texts')
    const holder = await world.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM contacts WHERE phone = $1 FOR SHARE', [first.from])
    await holder.query('SELECT FROM runs r JOIN contacts c ON c.id = r.contact_id WHERE c.phone = $1 FOR UPDATE OF r', [
      second.from,
    ])
    const { left } = await inTransaction(world.pool, (client) => receiveTogether(client, [first, second, ...others]))
    await holder.query('ROLLBACK')
    holder.release()
    const sids = left.map((each) => each.messageSid)
    assert.includeMembers(sids, [first.messageSid, second.messageSid])
    const { rows } = await world.pool.query<{ provider_sid: string }>(
      `SELECT provider_sid FROM messages WHERE direction = 'inbound'`,
    )
    assert.lengthOf(rows, CONTACTS - left.length)
    for (const row of rows) assert.notInclude(sids, row.provider_sid)
  })
})
