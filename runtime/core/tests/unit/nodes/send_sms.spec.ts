import { test } from '@japa/runner'
import { chain, graph, node } from '../../../../graph/tests/support/build.ts'
import type { MessageOutcome } from '../../../src/index.ts'
import { end, stepOf, Walked } from '../../support/play.ts'

const text = node('hello', 'send_sms', { body: 'Hi {{ contact.firstName }}', mediaIds: ['m1'], senderId: 's1' })
const withFailed = graph([text, end, node('sorry', 'exit')], ['start>hello', 'hello>end', 'hello.failed>sorry'])

/** A run whose text ended in this way. */
function ended(outcome: MessageOutcome, whole = withFailed): Walked {
  const walked = new Walked(whole)
  walked.on({ kind: 'message', key: walked.key, outcome, reason: 'because', errorCode: '30007' })
  return walked
}

test.group('Send text', () => {
  test('plans one rendered text and waits for the provider, without a time-out', ({ assert }) => {
    const { last, run } = new Walked(chain(text, end))
    const [effect] = last.effects
    assert.deepEqual(last.effects.length, 1)
    assert.containSubset(effect, {
      type: 'plan_message',
      nodeId: 'hello',
      seq: 2,
      body: 'Hi Ana',
      mediaIds: ['m1'],
      senderId: 's1',
    })
    assert.equal(run.status, 'waiting')
    assert.deepEqual(run.wait, { kind: 'message', key: effect?.type === 'plan_message' ? effect.id : '', wakeAt: null })
  })

  test('goes on by next once the provider has accepted the text', ({ assert }) => {
    const walked = ended('accepted')
    assert.equal(stepOf(walked.last, 'hello').outcome, 'next')
    assert.equal(stepOf(walked.last, 'hello').status, 'completed')
    assert.equal(walked.outcome, 'end:exit')
  })

  test('refused, blocked, canceled and run-out unknown texts leave by failed', ({ assert }) => {
    for (const outcome of ['failed', 'blocked', 'canceled', 'unknown'] as const) {
      const walked = ended(outcome)
      assert.containSubset(stepOf(walked.last, 'hello'), {
        status: 'failed',
        outcome: 'failed',
        detail: { message: outcome, reason: 'because', errorCode: '30007' },
      })
      assert.equal(walked.run.nodeId, 'sorry')
    }
  })

  test('without an edge at failed the run goes on by next, and the step says why it was not sent', ({ assert }) => {
    assert.equal(stepOf(ended('blocked', chain(text, end)).last, 'hello').outcome, 'blocked')
    assert.equal(stepOf(ended('failed', chain(text, end)).last, 'hello').outcome, 'next')
    assert.equal(ended('unknown', chain(text, end)).run.nodeId, 'end')
  })

  test('a skipped text is no failure', ({ assert }) => {
    const walked = ended('skipped')
    assert.containSubset(stepOf(walked.last, 'hello'), { status: 'skipped', outcome: 'skipped' })
    assert.equal(walked.run.nodeId, 'end')
  })

  test('a text that comes to nothing is skipped instead of sent empty', ({ assert }) => {
    const quiet = node('hello', 'send_sms', { body: '{% if contact.email %}Hi{% endif %}' })
    const { last } = new Walked(chain(quiet, end))
    assert.deepEqual(last.effects, [])
    assert.containSubset(stepOf(last, 'hello'), { outcome: 'skipped', detail: { reason: 'empty_text' } })
  })

  test('a text too long to send ends the run with the reason, and plans nothing', ({ assert }) => {
    const long = node('hello', 'send_sms', { body: '{{ contact.attributes.story }}' })
    const { last, run } = new Walked(chain(long, end), { attributes: { story: 'x'.repeat(1601) } })
    assert.deepEqual(last.effects, [])
    assert.equal(run.status, 'failed')
    assert.equal(run.exitReason, 'template_error')
    assert.match(String(stepOf(last, 'hello').detail['error']), /1601 characters; at most 1600/)
  })

  test('news of another text changes nothing', ({ assert }) => {
    const walked = new Walked(withFailed)
    const { run, steps } = walked.on({ kind: 'message', key: 'another', outcome: 'failed' })
    assert.equal(run.status, 'waiting')
    assert.deepEqual(steps, [])
  })

  test('the same step gives the same message id, another step or seed another', ({ assert }) => {
    const twice = chain(node('a', 'send_sms', { body: 'a' }), node('b', 'send_sms', { body: 'b' }))
    const first = new Walked(twice)
    const again = new Walked(twice)
    assert.equal(first.key, again.key)
    const before = first.key
    first.accepted()
    assert.notEqual(first.key, before)
    assert.match(first.key, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
