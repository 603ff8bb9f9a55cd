import { test } from '@japa/runner'
import fc from 'fast-check'
import { decide } from '../../src/gate.ts'
import type { GateFacts } from '../../src/gate_facts.ts'
import { DEFAULT_WORKSPACE_HOURS, sendWindow } from '../../src/quiet_hours.ts'
import { DAY, facts, HOUR, NOON } from './support/gate_facts.ts'

const anyFacts: fc.Arbitrary<GateFacts> = fc
  .record({
    now: fc.integer({ min: NOON, max: NOON + 30 * DAY }),
    purpose: fc.constantFrom('workflow', 'conversation', 'opt_in_request', 'confirmation'),
    body: fc.constantFrom('', 'hello', 'x'.repeat(1601)),
    hasMedia: fc.boolean(),
    optInStatus: fc.constantFrom('pending', 'opted_in', 'opted_out'),
    lastInboundAt: fc.option(fc.integer({ min: NOON - DAY, max: NOON + 30 * DAY })),
    suppression: fc.option(fc.record({ reason: fc.constant('STOP'), at: fc.constant(NOON) })),
    sender: fc.option(fc.record({ address: fc.constantFrom('+491700000000', '+491701234567'), paused: fc.boolean() })),
    frozen: fc.boolean(),
    workflow: fc.option(fc.record({ paused: fc.boolean() })),
    zones: fc.subarray(['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'], { minLength: 1 }),
    caps: fc.array(
      fc.record({
        limit: fc.nat(5),
        windowMs: fc.constantFrom(DAY, 7 * DAY),
        sent: fc.nat(5),
        freesAt: fc.option(fc.integer({ min: NOON, max: NOON + 40 * DAY })),
      }),
      { maxLength: 2 },
    ),
    budget: fc.option(
      fc.record({
        limit: fc.nat(100),
        spent: fc.nat(100),
        cost: fc.nat(10),
        renewsAt: fc.option(fc.constant(NOON + 40 * DAY)),
      }),
    ),
    expireAfterMs: fc.option(fc.integer({ min: 0, max: 40 * DAY })),
    confirmationAt: fc.option(fc.integer({ min: NOON, max: NOON + 30 * DAY })),
    workflowsToo: fc.boolean(),
    optIn: fc.option(
      fc.record({
        askedAt: fc.option(fc.integer({ min: NOON, max: NOON + 30 * DAY })),
        answerWithinMs: fc.integer({ min: HOUR, max: 10 * DAY }),
      }),
    ),
  })
  .map(({ optInStatus, lastInboundAt, frozen, zones, confirmationAt, workflowsToo, ...rest }) =>
    facts({
      ...(rest as Partial<GateFacts>),
      contact: { phone: '+491701234567', optInStatus, lastInboundAt },
      workspace: { frozen, hours: DEFAULT_WORKSPACE_HOURS },
      zone: { zones, source: 'number', sure: false, state: null, country: null },
      conversation: { windowMs: 2 * HOUR, workflowsToo },
      confirmation: confirmationAt === null ? null : { of: 'stop', at: confirmationAt, sent: 0 },
    }),
  )

test.group('Send gate: for any facts', () => {
  test('what is sent had consent, no suppression, no freeze, no pause and an open window or a stated exemption', ({
    assert,
  }) => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decide(given)
        if (decision.outcome !== 'send') return
        if (given.purpose !== 'confirmation') {
          assert.notEqual(given.contact.optInStatus, 'opted_out')
          assert.isNull(given.suppression)
          if (given.contact.optInStatus === 'pending') assert.equal(given.purpose, 'opt_in_request')
        }
        assert.isFalse(given.workspace.frozen)
        assert.notEqual(given.workflow?.paused, true)
        assert.isFalse(given.sender?.paused)
        const window = sendWindow({ zones: given.zone.zones, workspaceHours: given.workspace.hours, now: given.now })
        assert.equal(decision.passedQuietHours, !window.open)
        if (decision.passedQuietHours) assert.isString(decision.values['exemption'])
      }),
      { numRuns: 3000 },
    )
  })

  test('a hold ends in the future, and what is looked at then is never again held by the same night', ({ assert }) => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decide(given)
        if (decision.outcome !== 'hold' || decision.until === null) return
        assert.isAbove(decision.until, given.now)
        const { zones } = given.zone
        const window = sendWindow({ zones, workspaceHours: given.workspace.hours, now: decision.until })
        // Candidate zones that share no hour hold it until it is of no use: there is no morning to move to.
        if (!window.open && window.opensAt === null) return
        const again = decide({ ...given, now: decision.until, caps: [], budget: null })
        if (again.outcome === 'hold') assert.notEqual(again.reason, 'quiet_hours')
      }),
      { numRuns: 3000 },
    )
  })

  test('deciding never throws, is repeatable, and its record can be stored as JSON', ({ assert }) => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decide(given)
        assert.deepEqual(decide(given), decision)
        assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision)
        assert.isNotEmpty(decision.sentence)
      }),
    )
  })
})
