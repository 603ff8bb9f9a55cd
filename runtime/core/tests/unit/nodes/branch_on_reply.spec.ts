import { test } from '@japa/runner'
import { graph, node } from '../../../../graph/tests/support/build.ts'
import { DAY, end, MONDAY, runEvent, stepOf, Walked } from '../../support/play.ts'
import { advance, startRun } from '../../../src/index.ts'

const ask = node('ask', 'branch_on_reply', {
  timeout: 'P1D',
  branches: [
    { id: 'yes', label: 'Yes', match: { affirmative: true } },
    { id: 'score', label: 'Score', match: { number: { min: 1, max: 10 } } },
    { id: 'any_yes', label: 'Never', match: { anyWord: ['yes'] } },
  ],
})
const thanks = node('thanks', 'send_sms', { body: 'You said {{ reply.body }} ({{ steps.ask.branch }})' })
const whole = graph(
  [ask, thanks, end, node('silent', 'exit'), node('else', 'exit')],
  ['start>ask', 'ask.yes>thanks', 'ask.score>thanks', 'ask.other>else', 'ask.timeout>silent', 'thanks>end'],
)

test.group('Branch on reply', () => {
  test('waits for a reply at most as long as it says', ({ assert }) => {
    const { run } = new Walked(whole)
    assert.deepEqual(run.wait, { kind: 'reply', key: 'ask', wakeAt: MONDAY + DAY })
  })

  test('the first branch that fits is taken, and the step keeps the reply and the rule', ({ assert }) => {
    const walked = new Walked(whole)
    walked.replies('Yes, please!')
    assert.containSubset(stepOf(walked.last, 'ask'), {
      outcome: 'yes',
      detail: { reply: 'Yes, please!', replyId: 'SM1', branch: 'yes', rule: 'affirmative: yes please' },
    })
    assert.containSubset(walked.last.effects, [{ type: 'plan_message', body: 'You said Yes, please! (yes)' }])
  })

  test('what was found in the reply is kept for later', ({ assert }) => {
    const walked = new Walked(whole)
    walked.replies("I'd give it a 7")
    assert.equal(stepOf(walked.last, 'ask').outcome, 'score')
    assert.containSubset(walked.run.vars.steps['ask'], { branch: 'score', value: 7 })
  })

  test('a reply that fits nothing leaves by other, no reply by timeout', ({ assert }) => {
    const walked = new Walked(whole)
    walked.replies('hm')
    assert.equal(walked.run.nodeId, 'else')
    const silent = new Walked(whole)
    silent.wake()
    assert.equal(silent.run.nodeId, 'silent')
    assert.equal(stepOf(silent.last, 'ask').outcome, 'timeout')
  })

  test('a reply that came before the run was there is taken at once, and only once', ({ assert }) => {
    const twice = graph(
      [ask, node('again', 'branch_on_reply', { timeout: 'P1D', branches: [] })],
      ['start>ask', 'ask.yes>again'],
    )
    const walked = new Walked(twice)
    const pendingReply = { id: 'SM9', body: 'yes', receivedAt: MONDAY }
    const fresh = startRun({ id: 'run-2', nodeId: 'start', now: MONDAY })
    const result = advance(walked.graph, fresh, runEvent({ pendingReply }))
    assert.isTrue(result.pendingReplyTaken)
    assert.equal(result.run.nodeId, 'again')
    assert.equal(result.run.status, 'waiting')
    assert.isFalse(walked.last.pendingReplyTaken)
  })

  test('the longest and most hostile reply does not keep a worker busy for ever', ({ assert }) => {
    const regex = node('ask', 'branch_on_reply', {
      timeout: 'P1D',
      branches: [{ id: 'evil', label: '', match: { regex: '^(a+)+$' } }],
    })
    const walked = new Walked(graph([regex], ['start>ask']))
    // An expression that went back over its tracks would be at it for longer than the world has stood.
    walked.replies(`${'a'.repeat(1590)}b`)
    assert.equal(walked.outcome, 'ask:other')
  })
})
