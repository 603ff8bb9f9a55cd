import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, newWorkflow, type Made } from '../../support/tenants.ts'

interface Why {
  answer: string
  sentences: string[]
  runId: string | null
  visits: { nodeId: string }[]
  decisions: { nodeId: string; handle: string; detail: { values?: Record<string, unknown> } }[]
  step: { nodeId: string; handle: string | null; wanted: string[]; startedAt: string } | null
  at: string
}

const node = (id: string, type: string, data: object = {}) => ({ id, type, position: { x: 0, y: 0 }, data })

/** Whoever gets the tag: from Lyon, they rest a day and come to the end; from elsewhere, it is over at once. */
const lyon = {
  schemaVersion: 1,
  name: 'Lyon',
  settings: { reentry: 'never', exitRules: [{ id: 'gone', label: 'Moved away', event: 'moved_away' }] },
  nodes: [
    node('start', 'trigger', { on: 'tag_added', tag: 'vip' }),
    node('from', 'condition', {
      label: 'From Lyon?',
      branches: [{ id: 'yes', label: 'Yes', when: { field: 'contact.attributes.city', op: 'equals', value: 'Lyon' } }],
    }),
    node('rest', 'wait', { for: 'P1D', label: 'A day of rest' }),
    node('end', 'exit', { label: 'The end' }),
    node('bye', 'exit', { label: 'Bye' }),
  ],
  edges: [
    { id: 'e1', source: 'start', sourceHandle: 'next', target: 'from' },
    { id: 'e2', source: 'from', sourceHandle: 'yes', target: 'rest' },
    { id: 'e3', source: 'from', sourceHandle: 'else', target: 'bye' },
    { id: 'e4', source: 'rest', sourceHandle: 'next', target: 'end' },
  ],
}

test.group('Why they got it, and why not', (group) => {
  let stack: Stack
  let api: Api
  let workflowId = ''
  group.each.timeout(60_000)

  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    api = await stack.api()
    workflowId = (await newWorkflow(api, lyon)).id
    await api.expect(201, api.post(`/api/workflows/${workflowId}/publish`))
    return () => stack.stop()
  })

  const contact = async (city: string): Promise<string> => {
    const given = { phone: freshPhone(), timeZone: 'Europe/Paris', consent: CONSENT, attributes: { city } }
    return (await api.expect<Made>(201, api.post('/api/contacts', given))).id
  }
  const tagged = async (city: string): Promise<string> => {
    const id = await contact(city)
    await api.expect(200, api.post(`/api/contacts/${id}/tags`, { tags: ['vip'] }))
    return id
  }
  const why = (contactId: string, nodeId: string, more = '') =>
    api.expect<Why>(200, api.get(`/api/workflows/${workflowId}/why?contactId=${contactId}&nodeId=${nodeId}${more}`))
  const becomes = (contactId: string, nodeId: string, answer: string) =>
    eventually(`${nodeId} is ${answer}`, async () => (await why(contactId, nodeId)).answer === answer)

  test('whoever was kept away by a condition is told which, with what it saw', async ({ assert }) => {
    const id = await tagged('Paris')
    await becomes(id, 'bye', 'reached')
    const { answer, step, sentences } = await why(id, 'end')
    assert.equal(answer, 'turned_off')
    assert.deepEqual([step?.nodeId, step?.handle, step?.wanted], ['from', 'else', ['yes']])
    assert.match(
      sentences[0] ?? '',
      /^On \d+ \w+ \d{4} \d\d:\d\d “From Lyon\?” took “Else”, because contact\.attributes\.city was “Paris”; only “Yes” leads here\.$/,
    )
    // The contact moves to Lyon: what counts is what was true at the time.
    await api.expect(200, api.patch(`/api/contacts/${id}`, { attributes: { city: 'Lyon' } }))
    assert.deepEqual((await why(id, 'end')).sentences, sentences)
  })

  test('who is on the way stands at a step, and before the step they were nowhere', async ({ assert }) => {
    const id = await tagged('Lyon')
    await becomes(id, 'rest', 'reached')
    const { step, sentences, decisions } = await why(id, 'end')
    assert.equal(step?.nodeId, 'rest')
    assert.match(sentences[0] ?? '', /still on the way: at “A day of rest” since .*, until .* at the latest/)
    assert.equal(decisions[0]?.detail.values?.['contact.attributes.city'], 'Lyon')
    const before = new Date(Date.parse(step?.startedAt ?? '') - 60_000).toISOString()
    assert.equal((await why(id, 'rest', `&at=${before}`)).answer, 'never_entered')
    const reached = await why(id, 'rest')
    assert.deepEqual([reached.answer, reached.visits.length, reached.decisions[0]?.handle], ['reached', 1, 'yes'])
  })

  test('whoever left by an exit rule is told which rule it was', async ({ assert }) => {
    const id = await tagged('Lyon')
    await becomes(id, 'rest', 'reached')
    await api.expect(202, api.post('/api/events', { name: 'moved_away', contactId: id, data: {} }))
    await becomes(id, 'end', 'ended_before')
    const { sentences } = await why(id, 'end')
    assert.include(sentences.join(' '), 'The exit rule “Moved away” held, because the event “moved_away” came.')
  })

  test('whoever never came in is told what it would have taken, or why they were refused', async ({ assert }) => {
    const untagged = await contact('Lyon')
    const never = await why(untagged, 'end')
    assert.equal(never.answer, 'never_entered')
    assert.include(never.sentences.join(' '), 'the tag “vip”, which they do not have')
    const late = await contact('Lyon')
    await api.expect(200, api.post(`/api/workflows/${workflowId}/pause`))
    await api.expect(200, api.post(`/api/contacts/${late}/tags`, { tags: ['vip'] }))
    await api.expect(200, api.post(`/api/workflows/${workflowId}/resume`))
    assert.match((await why(late, 'end')).sentences.join(' '), /not let in, because the workflow was paused/)
  })

  test("another workspace's contact is not told of", async ({ assert }) => {
    const other = await newTenant(stack, api, { name: 'Others' })
    const theirs = await other.api.expect<Made>(201, other.api.post('/api/contacts', { phone: freshPhone() }))
    const answer = await api.get(`/api/workflows/${workflowId}/why?contactId=${theirs.id}&nodeId=end`)
    assert.equal(answer.status, 404)
  })
})
