import { test } from '@japa/runner'
import pg from 'pg'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, newWorkflow, type Made } from '../../support/tenants.ts'

interface Many {
  matched: number | null
  done: number
  notDone: number
  reasons: Record<string, number>
  runs: { runId: string; reason: string }[]
  nextCursor: string | null
}

interface Preview {
  texts: number
  send: number
  skip: number
  retime: number
  ages: { olderThan: string; texts: number }[]
}

const waiting = {
  schemaVersion: 1,
  name: 'A long wait',
  settings: { reentry: 'never' },
  nodes: [
    { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
    { id: 'rest', type: 'wait', position: { x: 0, y: 120 }, data: { for: 'P30D' } },
  ],
  edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'rest' }],
}

async function published(api: Api, graph?: object): Promise<string> {
  const { id } = await newWorkflow(api, graph)
  await api.expect(201, api.post(`/api/workflows/${id}/publish`))
  return id
}

async function enrolled(api: Api, workflowId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let person = 0; person < count; person++) {
    const contact = { phone: freshPhone(), timeZone: 'UTC', consent: CONSENT }
    ids.push((await api.expect<Made>(201, api.post('/api/contacts', contact))).id)
  }
  await api.expect(202, api.post(`/api/workflows/${workflowId}/enroll`, { contactIds: ids }))
  return ids
}

test.group('Many runs at once', (group) => {
  let stack: Stack
  let api: Api
  let db: pg.Pool

  // Without a worker: what is looked at stands still.
  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    db = new pg.Pool({ connectionString: stack.databaseUrl, max: 3 })
    return async () => {
      await db.end()
      await stack.stop()
    }
  })

  const cancel = (body: object) => api.expect<Many>(200, api.post('/api/workflows/runs/cancel', body))
  const retry = (body: object) => api.expect<Many>(200, api.post('/api/workflows/runs/retry', body))
  const runIdsOf = async (workflowId: string): Promise<string[]> =>
    (await db.query<{ id: string }>('SELECT id FROM runs WHERE workflow_id = $1 ORDER BY id', [workflowId])).rows.map(
      (row) => row.id,
    )
  const fail = (ids: string[], error: string) =>
    db.query(
      `WITH ended AS (UPDATE runs SET status = 'failed', exit_reason = 'engine_error', finished_at = now(), wake_at = NULL
         WHERE id = ANY($1::uuid[]) RETURNING *)
       INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
       SELECT id, seq, workspace_id, entered_at, now(), node_id, 'wait', 'failed', 'engine_error', jsonb_build_object('error', $2::text)
       FROM ended`,
      [ids, error],
    )

  test('an operator cancels everybody in one workflow, after having seen how many that is', async ({ assert }) => {
    const [here, elsewhere] = [await published(api, waiting), await published(api, waiting)]
    await enrolled(api, here, 12)
    await enrolled(api, elsewhere, 2)
    const filter = { workflowId: here }
    const dry = await cancel({ filter, dryRun: true })
    assert.deepEqual([dry.matched, dry.done], [12, 0])
    const done = await cancel({ filter })
    assert.deepEqual([done.done, done.notDone, done.nextCursor], [12, 0, null])
    assert.equal((await cancel({ filter, dryRun: true })).matched, 0)
    const { rows } = await db.query<{ status: string; count: number }>(
      `SELECT status, count(*)::integer AS count FROM runs WHERE workflow_id = ANY($1::uuid[]) GROUP BY 1 ORDER BY 1`,
      [[here, elsewhere]],
    )
    assert.deepEqual(rows, [
      { status: 'canceled', count: 12 },
      { status: 'ready', count: 2 },
    ])
    const audit = await db.query<{ data: { done: number } }>(
      `SELECT data FROM audit_log WHERE action = 'runs.cancel_many' ORDER BY id DESC LIMIT 1`,
    )
    assert.equal(audit.rows[0]?.data.done, 12)
  })

  test("of a list of ids each has its own answer; another workspace's run looks like one that never was", async ({
    assert,
  }) => {
    const other = await newTenant(stack, api, { name: 'Others' })
    const theirs = await published(other.api, waiting)
    await enrolled(other.api, theirs, 1)
    const ours = await published(api, waiting)
    await enrolled(api, ours, 3)
    const [first = '', second = '', third = ''] = await runIdsOf(ours)
    const [foreign = ''] = await runIdsOf(theirs)
    await cancel({ ids: [first] })
    // The second is in somebody else's hands for longer than anybody waits.
    const busy = await db.connect()
    await busy.query('BEGIN')
    await busy.query('SELECT FROM runs WHERE id = $1 FOR UPDATE', [second])
    const answer = await cancel({ ids: [first, second, third, foreign, 'no-id'] })
    await busy.query('ROLLBACK')
    busy.release()
    assert.deepEqual([answer.done, answer.reasons], [1, { finished: 1, busy: 1, not_found: 2 }])
    const found = await db.query<{ status: string }>('SELECT status FROM runs WHERE id = $1', [foreign])
    assert.equal(found.rows[0]?.status, 'ready')
    assert.equal((await cancel({ ids: [second] })).done, 1)
  })

  test('after an outage all runs that failed by it are taken up again, and no others', async ({ assert }) => {
    const workflowId = await published(api, waiting)
    await enrolled(api, workflowId, 9)
    const ids = await runIdsOf(workflowId)
    await fail(ids.slice(0, 5), 'The server of roses.example did not answer')
    await fail(ids.slice(5, 8), 'A text that is too long')
    const filter = { workflowId, error: 'roses.example', since: new Date(Date.now() - 60_000).toISOString() }
    assert.equal((await retry({ filter, dryRun: true })).matched, 5)
    assert.equal((await retry({ filter: { ...filter, until: filter.since }, dryRun: true })).matched, 0)
    const query = new URLSearchParams({ ...filter, status: 'failed', exitReason: 'engine_error' })
    const list = await api.expect<{ data: unknown[] }>(200, api.get(`/api/workflows/runs?${query.toString()}`))
    assert.lengthOf(list.data, 5, 'the list shows those that the order would meet')
    const answer = await retry({ filter })
    assert.deepEqual([answer.done, answer.notDone], [5, 0])
    const still = await retry({ ids })
    assert.deepEqual([still.done, still.reasons], [3, { wrong_status: 6 }])
  })

  test('a contact who failed twice in a workflow that lets them in once goes on in one run, not in two', async ({
    assert,
  }) => {
    const workflowId = await published(api, waiting)
    await enrolled(api, workflowId, 1)
    const [first = ''] = await runIdsOf(workflowId)
    await db.query(
      `INSERT INTO runs (workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, entry, status, node_id)
       SELECT workspace_id, workflow_id, version_id, contact_id, now(), now(), now(), 2, 'ready', node_id FROM runs WHERE id = $1`,
      [first],
    )
    await fail(await runIdsOf(workflowId), 'Both')
    const answer = await retry({ filter: { workflowId } })
    assert.deepEqual([answer.done, answer.reasons], [1, { active_already: 1 }])
    assert.deepEqual(
      answer.runs.map((run) => run.runId),
      [first],
    )
  })

  test('a filter that is not one is refused before anything is done', async ({ assert }) => {
    for (const body of [{}, { filter: { status: 'lost' } }, { filter: { colour: 'red' } }, { ids: [] }]) {
      const { status } = await api.post('/api/workflows/runs/cancel', body)
      assert.equal(status, 422, JSON.stringify(body))
    }
  })

  test('an operator sees before a thaw what becomes of whom, and lifts a freeze only once', async ({ assert }) => {
    const workflowId = await published(api)
    const contactIds = await enrolled(api, workflowId, 3)
    await api.expect(200, api.patch('/api/settings', { frozen: true }))
    const { rows } = await db.query<{ id: string }>('SELECT workspace_id AS id FROM workflows WHERE id = $1', [
      workflowId,
    ])
    const workspaceId = rows[0]?.id
    await db.query(
      `INSERT INTO messages (workspace_id, contact_id, created_at, held_since, direction, purpose, status, held_by, body)
       SELECT $1, c, now() - interval '1 day', now() - make_interval(hours => o::integer), 'outbound', 'workflow', 'held', $1, 'Hi'
       FROM unnest($2::uuid[]) WITH ORDINALITY AS x(c, o)`,
      [workspaceId, contactIds],
    )
    const rules = [
      { olderThan: 'PT90M', then: 'retime' },
      { olderThan: 'PT150M', then: 'skip' },
    ]
    const preview = await api.expect<Preview>(200, api.post('/api/settings/thaw/preview', { rules }))
    assert.deepEqual([preview.texts, preview.send, preview.retime, preview.skip], [3, 1, 1, 1])
    assert.deepEqual(
      preview.ages.map((age) => age.texts),
      [3, 3, 2, 0, 0, 0],
    )
    const done = await api.expect<Preview>(200, api.post('/api/settings/thaw', { rules }))
    assert.deepEqual(done, { ...done, texts: 3, skip: 1 })
    const texts = await db.query<{ reason: string | null }>(
      'SELECT reason FROM messages WHERE contact_id = ANY($1::uuid[]) ORDER BY held_since DESC NULLS LAST, reason',
      [contactIds],
    )
    assert.sameMembers(
      texts.rows.map((row) => row.reason),
      [null, 'retimed', 'frozen_too_long'],
    )
    const { frozen } = await api.expect<{ frozen: boolean }>(200, api.get('/api/settings'))
    assert.isFalse(frozen)
    const again = await api.post<{ code: string }>('/api/settings/thaw', { rules })
    assert.deepEqual([again.status, again.body.code], [409, 'E_NOT_FROZEN'])
  })

  test('resuming a paused workflow has the same choice, and says what it would do', async ({ assert }) => {
    const workflowId = await published(api)
    const contactIds = await enrolled(api, workflowId, 2)
    await api.expect(200, api.post(`/api/workflows/${workflowId}/pause`))
    await db.query(
      `INSERT INTO messages (workspace_id, contact_id, created_at, direction, status, held_by, body)
       SELECT f.workspace_id, c, now() - interval '5 hours', 'outbound', 'held', f.id, 'Hi'
       FROM workflows f, unnest($2::uuid[]) c WHERE f.id = $1`,
      [workflowId, contactIds],
    )
    const rules = [{ olderThan: 'PT1H', then: 'skip' }]
    const preview = await api.expect<Preview>(200, api.post(`/api/workflows/${workflowId}/resume/preview`, { rules }))
    assert.deepEqual([preview.texts, preview.skip], [2, 2])
    await api.expect(200, api.post(`/api/workflows/${workflowId}/resume`, { rules }))
    const { rows } = await db.query<{ reason: string }>(
      'SELECT DISTINCT reason FROM messages WHERE contact_id = ANY($1::uuid[])',
      [contactIds],
    )
    assert.deepEqual(rows, [{ reason: 'paused_too_long' }])
  })
})
