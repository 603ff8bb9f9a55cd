import { test } from '@japa/runner'
import type { EvidenceLink, LedgerReport } from '../../../src/api/compliance.ts'
import { consentEntries, sayLatency, wasKept } from '../../../src/crm/compliance/evidence_text.ts'
import { errorPage, sayErasures, whyNotErased } from '../../../src/crm/compliance/erasure_words.ts'
import { foundKinds } from '../../../src/crm/compliance/finding_kinds.ts'
import { sayScript, scripts } from '../../../src/crm/phone/delivery_scripts.ts'
import { defaultRequest, missingInRequest, whoAsks } from '../../../src/crm/settings/opt_in_wording.ts'
import { dayUsed, waitingAt } from '../../../src/crm/settings/sender_limits.ts'

const link = (data: Record<string, unknown>, at: string): EvidenceLink => ({ at, kind: 'consent', data, hash: '' })

test.group('Texting, as the console tells it', () => {
  test('the newest consent comes first, with its wording and who recorded it', ({ assert }) => {
    const entries = consentEntries([
      link({ status: 'opted_in', source: 'web_form', wording: 'Yes', by: 'web_form', ip: '10.0.0.1' }, '2026-01-01'),
      link({ status: 'opted_out', source: 'sms', wording: 'STOP' }, '2026-01-02'),
      { at: '2026-01-03', kind: 'text', data: {}, hash: '' },
    ])
    assert.deepEqual(
      entries.map(({ given, source, by }) => [given, source, by]),
      [
        [false, 'sms', null],
        [true, 'web form', '10.0.0.1'],
      ],
    )
  })

  test('an opt-out that took effect at once is told from one after which texts went out', ({ assert }) => {
    const kept = { at: '', text: 'STOP', latencyMs: 12, textsAfter: 0 }
    assert.isTrue(wasKept(kept))
    assert.equal(sayLatency(kept), 'In force after 12 ms; nothing was sent afterwards')
    const broken = { ...kept, latencyMs: 90_000, textsAfter: 2 }
    assert.isFalse(wasKept(broken))
    assert.equal(sayLatency(broken), 'In force after 2 min; 2 texts sent afterwards')
    assert.match(sayLatency({ ...kept, latencyMs: null }), /not withdrawn/)
  })

  test('the gravest difference with the carrier comes first, and none is told of that isn’t there', ({ assert }) => {
    const report: LedgerReport = {
      from: '',
      to: '',
      ours: 3,
      theirs: 4,
      counts: { price_drift: 3, ghost: 1, missing: 0 },
      findings: [],
      complete: true,
    }
    assert.deepEqual(foundKinds(report), [
      { kind: 'ghost', count: 1 },
      { kind: 'price_drift', count: 3 },
    ])
  })

  test('our own question for consent says all that one has to say; another’s gaps are named', ({ assert }) => {
    assert.deepEqual(missingInRequest(defaultRequest('Rose & Co')), [])
    assert.lengthOf(missingInRequest('Join us?'), 4)
  })

  test('a phone says how texts fare there, and nothing when they simply arrive', ({ assert }) => {
    assert.isNull(sayScript(undefined))
    assert.isNull(sayScript({ phone: '+1', name: 'delivered' }))
    assert.equal(sayScript({ phone: '+1', name: 'undelivered', errorCode: 30003 }), 'Texts don’t arrive with 30003')
    assert.equal(
      sayScript({ phone: '+1', name: 'delayed', delaySeconds: 5, once: true }),
      'The next text only: texts arrive late by 5 s',
    )
    assert.lengthOf(scripts, 12)
  })

  test('the day’s cap shows only where there is one', ({ assert }) => {
    const queue = { planned: 2, held: 1, sending: 1, oldestAt: null, clearsAt: null, segmentsToday: 500 }
    assert.equal(dayUsed({ segmentsPerDay: 2000, queue }), 0.25)
    assert.isNull(dayUsed({ segmentsPerDay: null, queue: { ...queue, segmentsToday: null } }))
    assert.equal(waitingAt(queue), 4)
    assert.equal(waitingAt(undefined), 0)
  })

  test('the wording of the question says who asks it, also where only workflows do', ({ assert }) => {
    const optInRequests = { answerWithin: 'P3D' }
    assert.match(whoAsks({ doubleOptIn: false, optInRequests: null }), /^Neither .* own page/)
    assert.match(whoAsks({ doubleOptIn: false, optInRequests }), /^Workflows ask it by themselves/)
    assert.match(whoAsks({ doubleOptIn: true, optInRequests: null }), /^The public form asks it by itself/)
    assert.match(whoAsks({ doubleOptIn: true, optInRequests }), /^The public form and workflows ask it/)
  })

  test('who looks after erasures reads what is tried on, what was given up, and what helps', ({ assert }) => {
    assert.deepEqual(sayErasures({ left: 0, failed: 0 }), [])
    assert.lengthOf(sayErasures({ left: 1, failed: 0 }), 1)
    assert.match(sayErasures({ left: 1, failed: 0 })[0] ?? '', /^1 text is being tried/)
    assert.match(sayErasures({ left: 3, failed: 3 }).join(), /^3 texts were given up/)
    assert.lengthOf(sayErasures({ left: 3, failed: 1 }), 2)
    assert.match(whyNotErased('20003'), /credentials/)
    assert.match(whyNotErased('503'), /fault of its own/)
    assert.match(whyNotErased('no sender'), /Add it again/)
    assert.match(whyNotErased('12345'), /no explanation/)
  })

  test('only Twilio’s own codes lead to Twilio’s page, not a status or our own words', ({ assert }) => {
    assert.match(errorPage('20003') ?? '', /20003$/)
    assert.isNull(errorPage('503'))
    assert.isNull(errorPage('no sender'))
  })
})
