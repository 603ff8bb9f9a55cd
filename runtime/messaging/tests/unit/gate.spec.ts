import { test } from '@japa/runner'
import { CONFIRMATION_WINDOW_MS, decide } from '../../src/gate.ts'
import type { GateFacts, MessagePurpose } from '../../src/gate_facts.ts'
import { DEFAULT_WORKSPACE_HOURS } from '../../src/quiet_hours.ts'
import { contact, DAY, facts, HOUR, NEXT_MORNING, NIGHT, NOON } from './support/gate_facts.ts'

test.group('Send gate: consent', () => {
  test('a plain text to a contact who opted in goes out at noon, with the values that decided', ({ assert }) => {
    const decision = decide(facts())
    assert.equal(decision.outcome, 'send')
    assert.deepInclude(decision.values, { zoneSource: 'number', zoneSure: true, optInStatus: 'opted_in' })
    assert.deepEqual(decision.values['rules'], ['workspace'])
  })

  test('nobody who opted out gets a text, whatever it is for, but the one confirmation', ({ assert }) => {
    for (const purpose of ['workflow', 'conversation', 'opt_in_request'] as const) {
      assert.deepInclude(
        decide(facts({ purpose, contact: contact('opted_out', NOON) })),
        { outcome: 'block', reason: 'opted_out' },
        purpose,
      )
    }
  })

  test('a suppressed number gets nothing even where a new contact with it has opted in', ({ assert }) => {
    const decision = decide(facts({ suppression: { reason: 'opted out as another contact', at: NOON - DAY } }))
    assert.deepInclude(decision, { outcome: 'block', reason: 'suppressed' })
    assert.deepInclude(decision.values, { suppressedAt: '2026-06-02T10:00:00.000Z' })
  })

  test('a pending contact gets no text but an opt-in request', ({ assert }) => {
    for (const purpose of ['workflow', 'conversation'] as const) {
      assert.deepInclude(decide(facts({ purpose, contact: contact('pending', NOON) })), {
        outcome: 'block',
        reason: 'pending_consent',
      })
    }
    assert.equal(decide(facts({ purpose: 'opt_in_request', contact: contact('pending') })).outcome, 'send')
  })

  test('where the workspace asks, a workflow’s text waits for the answer, and a person’s own text is still blocked', ({
    assert,
  }) => {
    const asks = (askedAt: number | null, more: Partial<GateFacts> = {}): GateFacts =>
      facts({ contact: contact('pending'), optIn: { askedAt, answerWithinMs: 2 * DAY }, ...more })
    assert.deepInclude(decide(asks(null)), { outcome: 'hold', reason: 'pending_consent', until: NOON + 2 * DAY })
    assert.deepInclude(decide(asks(NOON - DAY)), { outcome: 'hold', until: NOON + DAY })
    assert.deepInclude(decide(asks(NOON - 2 * DAY)), { outcome: 'block', reason: 'opt_in_unanswered' })
    assert.deepInclude(decide(asks(null, { purpose: 'conversation' })), { outcome: 'block', reason: 'pending_consent' })
    assert.deepInclude(decide(asks(null, { contact: contact('opted_out') })), { outcome: 'block', reason: 'opted_out' })
    assert.equal(decide(asks(NOON - 9 * DAY, { contact: contact('opted_in') })).outcome, 'send')
  })

  test('an opt-out is confirmed once, within five minutes, also at night', ({ assert }) => {
    const confirm = (at: number, sent: number): GateFacts =>
      facts({
        now: NIGHT,
        purpose: 'confirmation',
        contact: contact('opted_out', at),
        suppression: { reason: 'STOP', at },
        confirmation: { of: 'stop', at, sent },
      })
    assert.deepInclude(decide(confirm(NIGHT - 1000, 0)), { outcome: 'send', passedQuietHours: true })
    assert.deepInclude(decide(confirm(NIGHT - 1000, 1)), { outcome: 'block', reason: 'confirmation_not_allowed' })
    assert.deepInclude(decide(confirm(NIGHT - CONFIRMATION_WINDOW_MS - 1, 0)), {
      outcome: 'block',
      reason: 'confirmation_not_allowed',
    })
    assert.deepInclude(decide(facts({ purpose: 'confirmation' })), {
      outcome: 'block',
      reason: 'confirmation_not_allowed',
    })
  })
})

test.group('Send gate: what can never be sent', () => {
  test('an empty text is blocked, unless it carries a picture', ({ assert }) => {
    assert.deepInclude(decide(facts({ body: ' \n' })), { outcome: 'block', reason: 'empty_body' })
    assert.equal(decide(facts({ body: '', hasMedia: true })).outcome, 'send')
  })

  test('1,600 characters pass and 1,601 are blocked with both numbers in the reason', ({ assert }) => {
    assert.equal(decide(facts({ body: 'a'.repeat(1600) })).outcome, 'send')
    const decision = decide(facts({ body: 'a'.repeat(1601) }))
    assert.deepInclude(decision, { outcome: 'block', reason: 'too_long' })
    assert.deepInclude(decision.values, { length: 1601, limit: 1600 })
  })

  test('a missing sender and a text to oneself are blocked, each with its reason', ({ assert }) => {
    assert.deepInclude(decide(facts({ sender: null })), { outcome: 'block', reason: 'no_sender' })
    assert.deepInclude(decide(facts({ sender: { address: '+491701234567', paused: false } })), {
      outcome: 'block',
      reason: 'sender_is_recipient',
    })
  })
})

test.group('Send gate: what must wait', () => {
  test('a freeze, a paused workflow and a paused sender hold until somebody lifts them', ({ assert }) => {
    assert.deepInclude(decide(facts({ workspace: { frozen: true, hours: DEFAULT_WORKSPACE_HOURS } })), {
      outcome: 'hold',
      reason: 'frozen',
      until: null,
    })
    assert.deepInclude(decide(facts({ workflow: { paused: true } })), {
      outcome: 'hold',
      reason: 'workflow_paused',
      until: null,
    })
    assert.deepInclude(decide(facts({ sender: { address: '+49170', paused: true } })), {
      outcome: 'hold',
      reason: 'sender_paused',
      until: null,
    })
    assert.deepInclude(decide(facts({ sender: { address: '+49170', paused: true, pausedUntil: NOON + HOUR } })), {
      outcome: 'hold',
      until: NOON + HOUR,
    })
    assert.equal(decide(facts({ sender: { address: '+49170', paused: true, pausedUntil: NOON } })).outcome, 'send')
  })

  test('a text at night waits for the morning of the recipient', ({ assert }) => {
    const decision = decide(facts({ now: NIGHT }))
    assert.deepInclude(decision, { outcome: 'hold', reason: 'quiet_hours', until: NEXT_MORNING })
    assert.deepInclude(decision.values, { opensAt: '2026-06-04T07:00:00.000Z' })
  })

  test('an answer in a conversation passes quiet hours and says so, but only a short while after the contact wrote', ({
    assert,
  }) => {
    const answer = (purpose: MessagePurpose, ago: number, workflowsToo = false): GateFacts =>
      facts({
        now: NIGHT,
        purpose,
        contact: contact('opted_in', NIGHT - ago),
        conversation: { windowMs: 2 * HOUR, workflowsToo },
      })
    const passed = decide(answer('conversation', HOUR))
    assert.deepInclude(passed, { outcome: 'send', passedQuietHours: true })
    assert.deepInclude(passed.values, { exemption: 'conversation', lastInboundAt: '2026-06-03T20:00:00.000Z' })
    assert.deepInclude(decide(answer('conversation', 2 * HOUR + 1)), { outcome: 'hold', reason: 'quiet_hours' })
    assert.deepInclude(decide(answer('conversation', -1)), { outcome: 'hold', reason: 'quiet_hours' })
    assert.deepInclude(decide(answer('workflow', HOUR)), { outcome: 'hold', reason: 'quiet_hours' })
    assert.deepInclude(decide(answer('workflow', HOUR, true)), { outcome: 'send', passedQuietHours: true })
    assert.deepInclude(decide(answer('opt_in_request', HOUR, true)), { outcome: 'hold', reason: 'quiet_hours' })
  })

  test('an answer by day does not claim to have passed quiet hours', ({ assert }) => {
    assert.deepInclude(decide(facts({ purpose: 'conversation', contact: contact('opted_in', NOON - HOUR) })), {
      outcome: 'send',
      passedQuietHours: false,
    })
  })

  test('the third text of a day waits until the first is a day old, and then for the morning', ({ assert }) => {
    const cap = { limit: 2, windowMs: DAY, sent: 2, freesAt: NOON + HOUR }
    const decision = decide(facts({ caps: [cap] }))
    assert.deepInclude(decision, { outcome: 'hold', reason: 'frequency_cap', until: NOON + HOUR })
    assert.include(decision.sentence, '24 hours')
    assert.deepInclude(decide(facts({ caps: [{ ...cap, freesAt: NIGHT }] })), {
      reason: 'frequency_cap',
      until: NEXT_MORNING,
    })
    assert.deepInclude(
      decide(facts({ caps: [cap, { limit: 5, windowMs: 7 * DAY, sent: 5, freesAt: NOON + 3 * DAY }] })),
      { until: NOON + 3 * DAY },
    )
    assert.deepInclude(decide(facts({ caps: [{ ...cap, freesAt: null }] })), { until: NOON + DAY })
    assert.equal(decide(facts({ caps: [{ ...cap, sent: 1 }] })).outcome, 'send')
    assert.equal(decide(facts({ caps: [cap], purpose: 'conversation' })).outcome, 'send')
  })

  test('a spent budget holds until it begins anew, and the last text that fits still goes', ({ assert }) => {
    const budget = { limit: 100, spent: 98, cost: 2, renewsAt: NOON + 2 * HOUR }
    assert.equal(decide(facts({ budget })).outcome, 'send')
    assert.deepInclude(decide(facts({ budget: { ...budget, spent: 99 } })), {
      outcome: 'hold',
      reason: 'budget',
      until: NOON + 2 * HOUR,
    })
    assert.deepInclude(decide(facts({ budget: { ...budget, spent: 99, renewsAt: null } })), {
      outcome: 'hold',
      reason: 'budget',
      until: null,
    })
  })

  test('a stale text is skipped, and one that would be stale when let go is looked at when it is stale', ({
    assert,
  }) => {
    assert.deepInclude(decide(facts({ plannedAt: NOON - HOUR, expireAfterMs: HOUR })), {
      outcome: 'skip',
      reason: 'expired',
    })
    assert.deepInclude(decide(facts({ now: NIGHT, plannedAt: NIGHT, expireAfterMs: HOUR })), {
      outcome: 'hold',
      reason: 'quiet_hours',
      until: NIGHT + HOUR,
    })
    const frozen = { frozen: true, hours: DEFAULT_WORKSPACE_HOURS }
    assert.deepInclude(decide(facts({ workspace: frozen, expireAfterMs: HOUR })), {
      outcome: 'hold',
      reason: 'frozen',
      until: NOON + HOUR,
    })
  })

  test('a contact whose zones share no hour is held with the way out in the sentence', ({ assert }) => {
    const zone = {
      zones: ['Pacific/Auckland', 'Atlantic/Azores'],
      source: 'unknown',
      sure: false,
      state: null,
      country: null,
    } as const
    const decision = decide(
      facts({
        zone: { ...zone, zones: [...zone.zones] },
        workspace: { frozen: false, hours: { start: '10:00', end: '12:00' } },
      }),
    )
    assert.deepInclude(decision, { outcome: 'hold', reason: 'quiet_hours', until: null })
    assert.include(decision.sentence, 'time zone')
  })
})
