import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone } from '../../support/tenants.ts'

interface Contact {
  id: string
  phone: string
  firstName: string | null
  timeZone: string | null
  optInStatus: string
  tags: string[]
  attributes: Record<string, unknown>
}

interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

test.group('Contacts', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  const create = (body: object) => api.expect<Contact>(201, api.post('/api/contacts', body))

  test('are opted in with a consent and pending without one', async ({ assert }) => {
    assert.equal((await create({ phone: freshPhone(), consent: CONSENT })).optInStatus, 'opted_in')
    assert.equal((await create({ phone: freshPhone() })).optInStatus, 'pending')
    assert.equal(
      (await create({ phone: freshPhone(), optInStatus: 'opted_in' })).optInStatus,
      'pending',
      'claiming it is no consent',
    )
  })

  test('keep a number in E.164, however it was written', async ({ assert }) => {
    assert.equal((await create({ phone: '(415) 556-0001' })).phone, '+14155560001')
    assert.equal((await create({ phone: '+44 20 7946 0018' })).phone, '+442079460018')
  })

  test('refuse a number that is none', async ({ assert }) => {
    for (const phone of ['', '123', 'hello', '+1415', '+999999999999999999']) {
      const answer = await api.post('/api/contacts', { phone })
      assert.deepEqual([answer.status, answer.body.code], [422, 'E_INVALID_PHONE'], phone)
    }
  })

  test('exist once for a number; the second creation is told which one it is', async ({ assert }) => {
    const phone = freshPhone()
    const first = await create({ phone })
    const second = await api.post('/api/contacts', { phone })
    assert.deepEqual([second.status, second.body.code, second.body.id], [409, 'E_CONTACT_EXISTS', first.id])
  })

  test('say what is wrong with each field', async ({ assert }) => {
    const answer = await api.post<{ code: string; errors: { path: string; code: string; message: string }[] }>(
      '/api/contacts',
      {
        phone: freshPhone(),
        email: 'no address',
        timeZone: 'Mars/Olympus',
        tags: ['ok', ''],
      },
    )
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'E_VALIDATION')
    assert.sameMembers([...new Set(answer.body.errors.map(({ path }) => path))], ['email', 'timeZone', 'tags.1'])
    for (const error of answer.body.errors) assert.isNotEmpty(error.message)
  })

  test('change only in the fields that are given', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone(), firstName: 'Ada', attributes: { city: 'Lyon', plan: 'free' } })
    const changed = await api.expect<Contact>(
      200,
      api.patch(`/api/contacts/${id}`, { timeZone: 'Europe/Paris', attributes: { city: 'Paris', plan: null } }),
    )
    assert.deepInclude(changed, { firstName: 'Ada', timeZone: 'Europe/Paris', attributes: { city: 'Paris' } })
  })

  test('never change their consent by a plain change', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone() })
    const answer = await api.patch(`/api/contacts/${id}`, { optInStatus: 'opted_in' })
    assert.equal(answer.status, 422)
    assert.equal((await api.expect<Contact>(200, api.get(`/api/contacts/${id}`))).optInStatus, 'pending')
  })

  test('change their consent with its evidence, both ways', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone() })
    const consent = (status: string) =>
      api.expect<Contact>(200, api.post(`/api/contacts/${id}/consent`, { status, ...CONSENT }))
    assert.equal((await consent('opted_in')).optInStatus, 'opted_in')
    assert.equal((await consent('opted_out')).optInStatus, 'opted_out')
    const { data } = await api.expect<Page<{ kind: string; text: string }>>(
      200,
      api.get(`/api/compliance/events?contactId=${id}`),
    )
    assert.sameMembers(
      data.map(({ kind }) => kind),
      ['opt_in', 'opt_out'],
    )
    const without = await api.post(`/api/contacts/${id}/consent`, { status: 'opted_in' })
    assert.equal(without.status, 422, 'no consent without its source and wording')
  })

  test('who said no stay opted out when they are deleted and created again', async ({ assert }) => {
    const phone = freshPhone()
    const { id } = await create({ phone, consent: CONSENT })
    await api.expect(
      200,
      api.post(`/api/contacts/${id}/consent`, { status: 'opted_out', ...CONSENT, at: '2026-02-01T00:00:00.000Z' }),
    )
    await api.expect(204, api.delete(`/api/contacts/${id}`))
    assert.equal((await create({ phone, consent: CONSENT })).optInStatus, 'opted_out')
  })

  test('take tags without regard to case and give them back', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone(), tags: ['VIP', 'vip', 'news'] })
    const tagged = await api.expect<Contact>(200, api.post(`/api/contacts/${id}/tags`, { tags: ['Vip', 'gold'] }))
    assert.deepEqual(tagged.tags, ['VIP', 'news', 'gold'])
    const left = await api.expect<Contact>(200, api.delete(`/api/contacts/${id}/tags`, { tags: ['vip', 'unknown'] }))
    assert.deepEqual(left.tags, ['news', 'gold'])
  })

  test('tell their story, newest first, page by page', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone(), consent: CONSENT })
    for (const tag of ['a', 'b', 'c']) await api.expect(200, api.post(`/api/contacts/${id}/tags`, { tags: [tag] }))
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const page: Page<{ id: string; at: string; summary: string }> = await api.expect(
        200,
        api.get(`/api/contacts/${id}/timeline?limit=2${cursor}`),
      )
      seen.push(...page.data.map(({ summary }) => summary))
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    assert.deepEqual(seen.slice(0, 3), ['Tagged c', 'Tagged b', 'Tagged a'])
    assert.lengthOf(new Set(seen), seen.length)
  })

  test('are listed page by page without one missing or doubled', async ({ assert }) => {
    for (let i = 0; i < 7; i += 1) await create({ phone: freshPhone(), tags: ['paged'] })
    const ids: string[] = []
    let cursor = ''
    do {
      const page: Page<Contact> = await api.expect(200, api.get(`/api/contacts?tag=paged&limit=3${cursor}`))
      ids.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    assert.lengthOf(ids, 7)
    assert.lengthOf(new Set(ids), 7)
  })

  test('refuse a page size or cursor that makes no sense', async ({ assert }) => {
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=x',
      'cursor=nonsense',
      `cursor=${Buffer.from('["1; DROP TABLE"]').toString('base64url')}`,
    ]) {
      const answer = await api.get(`/api/contacts?${query}`)
      assert.equal(answer.status, 422, query)
    }
  })

  test('are found by parts of name, number and address, signs and all', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone(), firstName: 'Zo_%é', email: 'zoe@example.com' })
    for (const search of ['zo_%', 'ZOE@EX', 'zo_ example']) {
      const { data } = await api.expect<Page<Contact>>(
        200,
        api.get(`/api/contacts?search=${encodeURIComponent(search)}`),
      )
      assert.deepEqual(
        data.map((contact) => contact.id),
        [id],
        search,
      )
    }
  })

  test('are gone, with their history, once deleted', async ({ assert }) => {
    const { id } = await create({ phone: freshPhone(), consent: CONSENT })
    await api.expect(204, api.delete(`/api/contacts/${id}`))
    for (const path of [`/api/contacts/${id}`, `/api/contacts/${id}/timeline`])
      assert.equal((await api.get(path)).status, 404)
    assert.equal((await api.delete(`/api/contacts/${id}`)).status, 404)
  })
})
