import { test } from '@japa/runner'
import type { DashboardData, MessageStatus } from '../../../src/api/types.ts'
import { judgeOptOutRate } from '../../../src/crm/compliance/opt_out_rate.ts'
import { niceTop } from '../../../src/crm/dashboard/nice_top.ts'
import { onboardingSteps } from '../../../src/crm/dashboard/onboarding_steps.ts'
import { queueVerdict } from '../../../src/crm/dashboard/queue_verdict.ts'
import { newestFirst } from '../../../src/crm/inbox/conversation_order.ts'
import { carrierVerdict, fileProblem } from '../../../src/crm/media/carrier_rules.ts'
import { arrived, underWay } from '../../../src/crm/phone/on_the_phone.ts'
import { hoursOf, toDuration } from '../../../src/crm/settings/durations.ts'
import { senderForm, senderInput } from '../../../src/crm/settings/sender_input.ts'
import { limitsInWords } from '../../../src/crm/settings/sender_limits.ts'
import { inOrder, whyStatus } from '../../../src/crm/shared/message_text.ts'

const quiet = { depth: 0, delayed: 0, active: 0, failed: 0, oldestAge: null, rate: 0 }

function dashboard(change: Partial<DashboardData>): DashboardData {
  return {
    contacts: 0,
    activeRuns: 0,
    waitingRuns: 0,
    sentToday: 0,
    deliveredRate: null,
    failedToday: 0,
    repliesToday: 0,
    optOutRate: null,
    queue: quiet,
    series: [],
    topIssues: [],
    workflows: [],
    ...change,
  }
}

function message(status: MessageStatus, direction: 'inbound' | 'outbound' = 'outbound') {
  return {
    id: 'm',
    contactId: 'c',
    direction,
    body: '',
    status,
    providerSid: null,
    errorCode: null,
    reason: null,
    runId: null,
    nodeId: null,
    segments: 1,
    createdAt: '',
    sentAt: null,
    deliveredAt: null,
  }
}

test.group('operations', () => {
  test('the queue is called behind or broken before anybody has to read figures', ({ assert }) => {
    assert.equal(queueVerdict(quiet).tone, 'ok')
    assert.equal(queueVerdict({ ...quiet, oldestAge: 61 }).tone, 'warn')
    assert.equal(queueVerdict({ ...quiet, failed: 1, oldestAge: 61 }).tone, 'bad')
  })

  test('a chart’s axis is never below its highest bar and its middle is a round number', ({ assert }) => {
    for (let value = 0; value < 5000; value += 7) {
      assert.isAtLeast(niceTop(value), value)
      assert.equal(niceTop(value) % 2, 0)
    }
  })

  test('first steps tick themselves by what the workspace has, and by nothing else', ({ assert }) => {
    assert.deepEqual(
      onboardingSteps(dashboard({}), []).map((step) => step.done),
      [false, false, false, false, false],
    )
    const full = dashboard({
      contacts: 1,
      workflows: [{ id: 'w', name: 'Joy', status: 'live', active: 0, completed: 0, failed: 0 }],
      series: [{ day: '2026-11-22', sent: 1, delivered: 1, failed: 0, replies: 1 }],
    })
    assert.isTrue(onboardingSteps(full, [{ id: 'l', name: 'Live', mode: 'live' }]).every((step) => step.done))
  })

  test('an opt-out rate at the carriers’ marks is not called fine', ({ assert }) => {
    assert.equal(judgeOptOutRate(0.0099, 5000).tone, 'ok')
    assert.equal(judgeOptOutRate(0.01, 5000).tone, 'warn')
    assert.equal(judgeOptOutRate(0.03, 5000).tone, 'bad')
    assert.equal(judgeOptOutRate(null, 0).tone, 'neutral')
  })

  test('one opt-out among a handful of texts raises no alarm', ({ assert }) => {
    assert.equal(judgeOptOutRate(0.032, 31).tone, 'neutral')
  })

  test('texts stand in the order in which they were said, also when a sandbox clock gave some of them later ids', ({
    assert,
  }) => {
    const day5 = {
      ...message('delivered'),
      id: '9',
      createdAt: '2026-11-26T17:00:01.732Z',
      sentAt: '2026-11-26T17:00:02Z',
    }
    const stop = { ...message('received', 'inbound'), id: '2', createdAt: '2026-11-27T15:50:00Z' }
    const held = { ...message('delivered'), id: '1', createdAt: '2026-11-25T22:00:00Z', sentAt: '2026-11-26T09:00:00Z' }
    assert.deepEqual(
      inOrder([day5, stop, held, stop]).map((item) => item.id),
      ['1', '9', '2'],
    )
  })

  test('the inbox puts the newest conversation first and shows none twice', ({ assert }) => {
    const row = (contactId: string, lastMessageAt: string) => ({ contactId, lastMessageAt, lastMessage: null })
    const rows = newestFirst([row('a', '2026-11-20'), row('b', '2026-11-22'), row('a', '2026-11-21')])
    assert.deepEqual(
      rows.map((item) => `${item.contactId} ${item.lastMessageAt}`),
      ['b 2026-11-22', 'a 2026-11-21'],
    )
  })

  test('the dev phone shows only what reached it: a held or failed text never appears as received', ({ assert }) => {
    assert.isTrue(arrived(message('delivered')))
    assert.isTrue(arrived(message('received', 'inbound')))
    for (const status of ['planned', 'held', 'failed', 'skipped', 'canceled', 'unknown'] as const)
      assert.isFalse(arrived(message(status)))
    assert.isTrue(underWay(message('held')))
    assert.isFalse(underWay(message('failed')))
  })

  test('a text’s own reason comes before the general meaning of its status', ({ assert }) => {
    assert.equal(whyStatus({ status: 'failed', reason: 'No consent', errorCode: 21610 }), 'No consent · error 21610')
    assert.match(whyStatus({ status: 'unknown', reason: null, errorCode: null }), /may have been sent/)
  })

  test('files that no carrier takes are refused before they are uploaded', ({ assert }) => {
    assert.isNotNull(fileProblem({ name: 'film.mp4', type: 'video/mp4', size: 500_001 }))
    assert.isNotNull(fileProblem({ name: 'song.mp3', type: 'audio/mpeg', size: 1000 }))
    assert.isNotNull(fileProblem({ name: 'empty.png', size: 0 }))
    assert.isNull(fileProblem({ name: 'rose.png', type: 'image/png', size: 15_000_000 }))
    assert.equal(carrierVerdict({ contentType: 'image/png', size: 600_001 }).tone, 'warn')
    assert.equal(carrierVerdict({ contentType: 'image/jpeg', size: 1000 }).tone, 'ok')
  })

  test('durations survive the way through a form of hours', ({ assert }) => {
    for (const duration of ['PT1H', 'PT24H', 'PT90M']) assert.equal(toDuration(hoursOf(duration) ?? 0), duration)
    assert.equal(hoursOf('P1W'), 168)
    assert.equal(hoursOf('P1DT12H'), 36)
    assert.isNull(hoursOf('tomorrow'))
  })

  test('editing a sender sends only what changed, and no empty token over the kept one', ({ assert }) => {
    const before = { id: 's', phone: '+1', label: 'Main', accountSid: 'AC1', messagingServiceSid: null }
    assert.deepEqual(senderInput({ ...senderForm(before), label: 'Desk' }, before), { label: 'Desk' })
  })

  test('a sender’s limit that is emptied is taken away, and one that is left alone isn’t sent', ({ assert }) => {
    const before = { id: 's', phone: '+1', segmentsPerSecond: 3, segmentsPerDay: 2000 }
    const form = { ...senderForm(before), segmentsPerSecond: '', pooled: true }
    assert.deepEqual(senderInput(form, before), { segmentsPerSecond: null, pooled: true })
    assert.equal(limitsInWords({ segmentsPerSecond: null, segmentsPerDay: null }), 'No limit')
    assert.match(limitsInWords(before), /3 a second, 2,000 a day/)
  })

  test('a number that leaves its campaign shares its rate no longer, and keeps its brand', ({ assert }) => {
    const before = { id: 's', phone: '+1', campaign: 'C1', brand: 'B1' }
    assert.deepEqual(senderInput({ ...senderForm(before), campaign: ' ' }, before), { campaign: null })
    assert.deepEqual(senderInput({ ...senderForm(null), brand: 'B2' }, null), { brand: 'B2' })
  })
})
