import { test } from '@japa/runner'
import { chain, graph, node } from '../../../../graph/tests/support/build.ts'
import { end, stepOf, Walked } from '../../support/play.ts'

test.group('Plugin', () => {
  const quote = node('quote', 'plugin', {
    plugin: 'joy-quotes',
    node: 'pick_quote',
    input: {
      mood: '{{ contact.attributes.mood | default: "calm" }}',
      deep: { list: ['{{ contact.firstName }}', 3, true, null] },
    },
  })
  const text = node('text', 'send_sms', { body: '{{ steps.quote.text }}' })
  const whole = graph([quote, text, node('sorry', 'exit')], ['start>quote', 'quote.done>text', 'quote.failed>sorry'])

  test('is called with its texts rendered, and the run waits for the answer', ({ assert }) => {
    const { last, run } = new Walked(whole)
    const [effect] = last.effects
    assert.containSubset(effect, {
      type: 'call_plugin',
      plugin: 'joy-quotes',
      node: 'pick_quote',
      input: { mood: 'calm', deep: { list: ['Ana', 3, true, null] } },
    })
    assert.equal(run.wait?.kind, 'effect')
    assert.equal(run.wait?.key, effect && 'id' in effect ? effect.id : '')
  })

  test('what it gives back is there for later texts', ({ assert }) => {
    const walked = new Walked(whole)
    walked.on({ kind: 'effect', key: walked.key, outcome: 'done', output: { text: 'Joy is near', author: null } })
    assert.containSubset(walked.last.effects, [{ type: 'plan_message', body: 'Joy is near' }])
    assert.containSubset(stepOf(walked.last, 'quote'), { outcome: 'done', detail: { output: { text: 'Joy is near' } } })
  })

  test('a failure leaves by failed with what went wrong', ({ assert }) => {
    const walked = new Walked(whole)
    walked.on({ kind: 'effect', key: walked.key, outcome: 'failed', error: { code: 'timeout', message: 'Too slow' } })
    assert.equal(walked.run.nodeId, 'sorry')
    assert.containSubset(stepOf(walked.last, 'quote'), { status: 'failed', detail: { error: { code: 'timeout' } } })
  })

  test('an answer too large to carry along counts as a failure', ({ assert }) => {
    const walked = new Walked(whole)
    walked.on({ kind: 'effect', key: walked.key, outcome: 'done', output: { text: 'x'.repeat(20_000) } })
    assert.containSubset(stepOf(walked.last, 'quote').detail, { error: { code: 'output_too_large' } })
    assert.notProperty(walked.run.vars.steps, 'quote')
  })
})

test.group('HTTP request', () => {
  const ask = node('ask', 'http_request', {
    method: 'POST',
    url: 'https://example.com/{{ contact.id }}',
    headers: { 'X-Name': '{{ contact.attributes.evil }}' },
    body: '{"city":"{{ contact.attributes.city }}"}',
    saveAs: 'order',
  })

  test('is asked for with everything rendered, and no header can bring another along', ({ assert }) => {
    const { last } = new Walked(chain(ask), { id: 'c1', attributes: { city: 'Lyon', evil: 'a\r\nHost: b' } })
    assert.containSubset(last.effects, [
      {
        type: 'http_request',
        method: 'POST',
        url: 'https://example.com/c1',
        headers: { 'X-Name': 'a Host: b' },
        body: '{"city":"Lyon"}',
      },
    ])
  })

  test('its answer is kept under the node and under the chosen name', ({ assert }) => {
    const walked = new Walked(chain(ask, end))
    walked.on({ kind: 'effect', key: walked.key, outcome: 'next', output: { status: 200 } })
    assert.deepEqual(walked.run.vars.steps, { ask: { status: 200 }, order: { status: 200 } })
    assert.equal(walked.run.status, 'completed')
  })

  test('an address that renders to none is refused before anything is asked', ({ assert }) => {
    const bad = node('ask', 'http_request', { method: 'GET', url: 'https://{{ contact.attributes.host }}' })
    const { last } = new Walked(chain(bad))
    assert.deepEqual(last.effects, [])
    assert.containSubset(stepOf(last, 'ask'), { outcome: 'failed', detail: { error: { code: 'bad_address' } } })
  })
})

test.group('Team and other workflows', () => {
  test('a note and a hand-over go to the inbox, and the run goes on', ({ assert }) => {
    const whole = chain(
      node('n', 'notify_team', { message: 'Call {{ contact.firstName }}', memberId: 'm1' }),
      node('h', 'handoff', { note: 'Angry' }),
      end,
    )
    const { last, run } = new Walked(whole)
    assert.containSubset(last.effects, [
      { type: 'notify_team', message: 'Call Ana', memberId: 'm1' },
      { type: 'handoff', note: 'Angry', memberId: null },
    ])
    assert.equal(run.status, 'completed')
  })

  test('another workflow starts beside this one', ({ assert }) => {
    const { last, run } = new Walked(chain(node('s', 'start_workflow', { workflowId: 'w2' }), end))
    assert.containSubset(last.effects, [{ type: 'start_workflow', workflowId: 'w2', waitForIt: false }])
    assert.equal(run.status, 'completed')
  })

  test('or is waited for until its run has ended', ({ assert }) => {
    const walked = new Walked(chain(node('s', 'start_workflow', { workflowId: 'w2', waitForIt: true }), end))
    assert.equal(walked.run.wait?.kind, 'child')
    walked.on({ kind: 'child', key: walked.key, status: 'completed' })
    assert.equal(walked.run.status, 'completed')
    assert.containSubset(stepOf(walked.last, 's').detail, { ended: 'completed' })
  })
})
