import { test } from '@japa/runner'
import { chain, firstBreak, isSealed, seal, type Fact } from '#app/evidence/chain'
import { optOutsOf } from '#app/evidence/collect_evidence'

const KEY = 'k'.repeat(32)
const HEAD = { version: 1, phone: '+15550100' }
const FACTS: Fact[] = [
  { at: '2026-01-01T00:00:00.000Z', kind: 'consent', data: { status: 'opted_in', wording: 'Yes, text me' } },
  { at: '2026-01-02T00:00:00.000Z', kind: 'text', data: { body: 'Hi', sentAt: '2026-01-02T00:00:00.000Z' } },
  { at: '2026-01-03T00:00:00.000Z', kind: 'compliance', data: { kind: 'stop', text: 'STOP' } },
  { at: '2026-01-03T00:00:00.004Z', kind: 'consent', data: { status: 'opted_out' } },
]

test.group('A pack is shown in court', () => {
  test('and holds when nobody touched it, whatever the order of the keys', ({ assert }) => {
    const links = chain(HEAD, FACTS)
    const reordered = links.map(({ hash, data, kind, at }) => ({
      hash,
      kind,
      at,
      data: Object.fromEntries(Object.entries(data).reverse()),
    }))
    assert.isNull(firstBreak(HEAD, reordered))
    assert.isTrue(isSealed(KEY, { head: HEAD, links: reordered, seal: seal(KEY, HEAD, links) }))
  })

  test('and any change shows where it was made', ({ assert }) => {
    const links = chain(HEAD, FACTS)
    const changed = links.map((link, index) => (index === 1 ? { ...link, data: { ...link.data, body: 'Ho' } } : link))
    assert.equal(firstBreak(HEAD, changed), 1)
    assert.equal(firstBreak(HEAD, links.toSpliced(2, 1)), 2)
    assert.equal(firstBreak(HEAD, links.toSpliced(1, 0, links[0]!)), 1)
    assert.equal(firstBreak({ ...HEAD, phone: '+15550199' }, links), 0)
  })

  test('and one made whole again after a change, or cut short, lacks the seal', ({ assert }) => {
    const genuine = seal(KEY, HEAD, chain(HEAD, FACTS))
    const forged = chain(HEAD, FACTS.toSpliced(2, 2))
    assert.isNull(firstBreak(HEAD, forged))
    assert.isFalse(isSealed(KEY, { head: HEAD, links: forged, seal: genuine }))
    assert.isFalse(isSealed('another key', { head: HEAD, links: chain(HEAD, FACTS), seal: genuine }))
  })

  test('and tells how fast an opt-out was honoured, and what went out after it', ({ assert }) => {
    const late: Fact = { at: '2026-01-04T00:00:00.000Z', kind: 'text', data: { sentAt: '2026-01-04T00:00:00.000Z' } }
    assert.deepEqual(optOutsOf([...FACTS, late]), [
      { at: '2026-01-03T00:00:00.000Z', text: 'STOP', latencyMs: 4, textsAfter: 1 },
    ])
    const again: Fact = { at: '2026-01-03T12:00:00.000Z', kind: 'consent', data: { status: 'opted_in' } }
    assert.equal(optOutsOf([...FACTS, again, late])[0]?.textsAfter, 0)
  })
})
