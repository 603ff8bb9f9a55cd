import { test } from '@japa/runner'
import { House, node, walk } from './house.ts'

test.group('Each kind of node', (group) => {
  let house: House

  group.setup(async () => {
    house = await House.open()
    return () => house.close()
  })

  test('send_sms fills in contact, workflow, run and time, and goes on once the carrier has it', async ({ assert }) => {
    const body =
      'Hi {{ contact.firstName | default: "friend" }} of {{ contact.attributes.city }}, {{ workflow.name }}, {{ now | date: "%Y" }}, {{ run.id }}'
    const id = await house.flow([node('text', 'send_sms', { body })], ['start -> text'])
    const zoe = await house.person({ firstName: 'Zoë 🌹', attributes: { city: 'Lyon' } })
    const run = await house.through(id, zoe.id)
    assert.equal(walk(run), 'start.next text.next')
    assert.equal(run.status, 'completed')
    const year = (await house.now()).slice(0, 4)
    assert.deepEqual(house.on(zoe), [`Hi Zoë 🌹 of Lyon, Flow, ${year}, ${run.id}`])
    const [text] = await house.texts(zoe.id)
    assert.match(text?.providerSid ?? '', /^SM[0-9a-f]{32}$/)
  })

  test('send_sms leaves by failed when the carrier refuses, and by next where no edge leads there', async ({
    assert,
  }) => {
    const text = node('text', 'send_sms', { body: 'Hello' })
    const both = [text, node('sad', 'add_tag', { tag: 'sad' }), node('glad', 'add_tag', { tag: 'glad' })]
    const withEdge = await house.flow(both, ['start -> text', 'text.failed -> sad', 'text -> glad'])
    const without = await house.flow(both, ['start -> text', 'text -> glad'])
    const [one, two] = [await house.person(), await house.person()]
    const refusal = { answer: 'error', status: 400, code: 21211 } as const
    house.carrier.emulator.control.addRule({ match: { to: [one.phone, two.phone] }, fault: refusal })
    assert.equal(walk(await house.through(withEdge, one.id)), 'start.next text.failed sad.next')
    assert.equal(walk(await house.through(without, two.id)), 'start.next text.next glad.next')
    for (const person of [one, two]) {
      assert.deepEqual(house.on(person), [])
      const [refused] = await house.texts(person.id)
      assert.deepInclude(refused, { status: 'failed', errorCode: 21211, sentAt: null })
    }
  })

  test('send_sms says nothing to somebody who has not agreed, and shows why', async ({ assert }) => {
    const id = await house.flow([node('text', 'send_sms', { body: 'Hello' })], ['start -> text'])
    const stranger = await house.person({ consent: undefined })
    const run = await house.through(id, stranger.id)
    assert.deepInclude(run.steps[1], { nodeId: 'text', outcome: 'blocked' })
    assert.equal(run.steps[1]?.detail?.reason, 'pending_consent')
    assert.deepEqual(house.on(stranger), [])
  })

  const branches = [
    { id: 'word', label: 'Word', match: { anyWord: ['yes', 'yep'] } },
    { id: 'exact', label: 'Exact', match: { exact: 'blue sky' } },
    { id: 'part', label: 'Part', match: { contains: 'piz' } },
    { id: 'pattern', label: 'Pattern', match: { regex: '^order-\\d+$' } },
    { id: 'number', label: 'Number', match: { number: { min: 1, max: 10 } } },
    { id: 'date', label: 'Date', match: { date: true } },
    { id: 'aye', label: 'Aye', match: { affirmative: true } },
    { id: 'nay', label: 'Nay', match: { negative: true } },
  ]

  test('branch_on_reply takes the first branch that fits, else other, and timeout in silence', async ({ assert }) => {
    const nodes = [
      node('ask', 'send_sms', { body: '?' }),
      node('reply', 'branch_on_reply', { timeout: 'P1D', branches }),
      node('echo', 'send_sms', { body: '{{ reply.body }}|{{ steps.reply.branch }}' }),
    ]
    const ways = [...branches.map(({ id }) => id), 'other', 'timeout'].map((way) => `reply.${way} -> echo`)
    const id = await house.flow(nodes, ['start -> ask', 'ask -> reply', ...ways])
    const said: Record<string, string> = {
      word: 'YES, please!',
      exact: 'Blue sky.',
      part: 'I like pizza',
      pattern: 'ORDER-12',
      number: 'about 7',
      date: '2027-03-04',
      aye: 'sure thing',
      nay: 'nah',
      other: 'hmm what',
    }
    const people = await Promise.all(Object.entries(said).map(async (pair) => [...pair, await house.person()] as const))
    const silent = await house.person()
    await house.enroll(id, silent.id, ...people.map(([, , person]) => person.id))
    await house.advance()
    for (const [, words, person] of people) await house.carrier.receive(person.phone, words)
    await house.advance()
    for (const [way, words, person] of people) {
      assert.equal(walk(await house.run(id, person.id)), `start.next ask.next reply.${way} echo.next`, words)
      assert.equal(house.on(person).at(-1), `${words}|${way}`)
    }
    await house.advance('P1D')
    assert.equal(walk(await house.run(id, silent.id)), 'start.next ask.next reply.timeout echo.next')
  })

  test('condition goes by what is known of the contact, or by else; stop_check by the consent', async ({ assert }) => {
    const nodes = [
      node('check', 'stop_check'),
      node('which', 'condition', {
        branches: [
          { id: 'vip', label: 'VIP', when: { field: 'contact.tags', op: 'has_tag', value: 'vip' } },
          { id: 'big', label: 'Big', when: { field: 'contact.attributes.orders', op: 'gt', value: 5 } },
        ],
      }),
    ]
    const id = await house.flow(nodes, ['start -> check', 'check.subscribed -> which'])
    const walks = []
    for (const fields of [{ tags: ['VIP'] }, { attributes: { orders: 7 } }, {}, { consent: undefined }])
      walks.push(walk(await house.through(id, (await house.person(fields)).id)))
    assert.deepEqual(walks.slice(0, 3), [
      'start.next check.subscribed which.vip',
      'start.next check.subscribed which.big',
      'start.next check.subscribed which.else',
    ])
  })

  test('split sends the same person the same way each time, and people both ways', async ({ assert }) => {
    const halves = [
      { id: 'a', label: 'A', weight: 50 },
      { id: 'b', label: 'B', weight: 50 },
    ]
    const id = await house.flow([node('coin', 'split', { branches: halves })], ['start -> coin'])
    const people = await Promise.all(Array.from({ length: 24 }, () => house.person()))
    await house.enroll(id, ...people.map((person) => person.id))
    await house.advance()
    const first = await Promise.all(people.map(async (person) => walk(await house.run(id, person.id))))
    assert.equal(new Set(first).size, 2)
    await house.enroll(id, ...people.map((person) => person.id))
    await house.advance()
    assert.deepEqual(await Promise.all(people.map(async (person) => walk(await house.run(id, person.id)))), first)
  })

  test('update_contact, add_tag and remove_tag change the contact; exit ends with its reason', async ({ assert }) => {
    const set = [
      { field: 'firstName', value: 'New {{ contact.lastName }}' },
      { field: 'attributes.city', value: 'Lyon' },
    ]
    const nodes = [
      node('write', 'update_contact', { set }),
      node('tag', 'add_tag', { tag: 'new' }),
      node('untag', 'remove_tag', { tag: 'old' }),
      node('out', 'exit', { reason: 'done' }),
    ]
    const id = await house.flow(nodes, ['start -> write', 'write -> tag', 'tag -> untag', 'untag -> out'])
    const person = await house.person({ lastName: 'Name', tags: ['old'] })
    assert.equal((await house.through(id, person.id)).status, 'completed')
    assert.deepInclude(await house.contact(person.id), {
      firstName: 'New Name',
      tags: ['new'],
      attributes: { city: 'Lyon' },
    })
  })

  test('http_request never reaches this machine or its network, and says so at once by failed', async ({ assert }) => {
    const addresses = [
      'http://127.0.0.1/',
      'http://localhost/',
      'http://[::1]/',
      'http://169.254.169.254/',
      'http://10.0.0.1/',
      'http://2130706433/',
    ]
    const began = performance.now()
    for (const url of addresses) {
      const nodes = [node('call', 'http_request', { method: 'GET', url }), node('sad', 'add_tag', { tag: 'sad' })]
      const id = await house.flow(nodes, ['start -> call', 'call.failed -> sad'])
      const run = await house.through(id, (await house.person()).id)
      assert.equal(walk(run), 'start.next call.failed sad.next', url)
    }
    assert.isBelow(performance.now() - began, 10_000)
  })

  test('plugin leaves by the outcome it declares, and later nodes see what it gave', async ({ assert }) => {
    const nodes = [
      node('quote', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: { mood: 'happy' } }),
      node('text', 'send_sms', { body: '{{ steps.quote.text }} ({{ steps.quote.author }})' }),
    ]
    const id = await house.flow(nodes, ['start -> quote', 'quote.done -> text'])
    const person = await house.person()
    const run = await house.through(id, person.id)
    assert.equal(walk(run), 'start.next quote.done text.next')
    assert.match(house.on(person)[0] ?? '', /^.{5,} \(.{2,}\)$/)
  })

  test('notify_team and handoff put the contact into the inbox', async ({ assert }) => {
    const nodes = [
      node('note', 'notify_team', { message: 'Look at this' }),
      node('hand', 'handoff', { note: 'Please' }),
    ]
    const id = await house.flow(nodes, ['start -> note', 'note -> hand'])
    const person = await house.person()
    assert.equal(walk(await house.through(id, person.id)), 'start.next note.next hand.next')
    const inbox = await house.api.expect<{ data: { contactId: string; handoffAt: string | null }[] }>(
      200,
      house.api.get('/api/conversations'),
    )
    assert.isString(inbox.data.find(({ contactId }) => contactId === person.id)?.handoffAt)
  })

  test('start_workflow goes on at once, or with waitForIt when the other has ended', async ({ assert }) => {
    const child = await house.flow(
      [node('rest', 'wait', { for: 'PT1H' }), node('text', 'send_sms', { body: 'child' })],
      ['start -> rest', 'rest -> text'],
    )
    const parent = (data: object) =>
      house.flow(
        [node('call', 'start_workflow', { workflowId: child, ...data }), node('text', 'send_sms', { body: 'parent' })],
        ['start -> call', 'call -> text'],
      )
    const [patient, hasty] = [await house.person(), await house.person()]
    await house.enroll(await parent({ waitForIt: true }), patient.id)
    await house.enroll(await parent({}), hasty.id)
    await house.advance('PT2H')
    assert.deepEqual(house.on(patient), ['child', 'parent'])
    assert.deepEqual(house.on(hasty), ['parent', 'child'])
  })

  test('a goal ends a run wherever it stands, an exit rule too', async ({ assert }) => {
    const nodes = [node('rest', 'wait', { for: 'P9D' }), node('won', 'goal', { name: 'Bought', event: 'bought' })]
    const gone = { id: 'gone', label: 'Gone', when: { field: 'contact.tags', op: 'has_tag', value: 'gone' } }
    const id = await house.flow(nodes, ['start -> rest'], { settings: { reentry: 'always', exitRules: [gone] } })
    const [buyer, leaver] = [await house.person(), await house.person()]
    await house.enroll(id, buyer.id, leaver.id)
    await house.advance()
    await house.api.expect(202, house.api.post('/api/events', { name: 'bought', contactId: buyer.id }))
    await house.api.expect(200, house.api.post(`/api/contacts/${leaver.id}/tags`, { tags: ['gone'] }))
    await house.advance()
    const ended = await Promise.all([buyer, leaver].map(({ id: contactId }) => house.run(id, contactId)))
    assert.deepEqual(
      ended.map(({ status, exitReason }) => [status, exitReason]),
      [
        ['exited', 'goal'],
        ['exited', 'exit_rule'],
      ],
    )
  })
})
