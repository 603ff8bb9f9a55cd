import { test } from '@japa/runner'
import { compareLedgers, type OurText } from '#app/reconcile/ledger/compare_ledgers'
import type { ListedMessage } from '#app/reconcile/listed_message'

const T0 = 1_750_000_000_000
const our = (sid: string, more: Partial<OurText> = {}): OurText => ({
  ...{
    id: `id of ${sid}`,
    sid,
    status: 'delivered',
    to: '+15005550001',
    body: 'Hello',
    segments: 1,
    price: null,
    sentAt: T0,
  },
  ...more,
})
const their = (sid: string, more: Partial<ListedMessage> = {}): ListedMessage => ({
  ...{ sid, status: 'delivered', inbound: false, from: '+15005550006', to: '+15005550001', messagingServiceSid: null },
  ...{ body: 'Hello', errorCode: null, price: null, segments: 1, createdAt: T0 },
  ...more,
})
const kinds = (ours: OurText[], theirs: ListedMessage[]) => compareLedgers({ ours, theirs }).map(({ kind }) => kind)

test.group('Our ledger and the provider’s', () => {
  test('that agree give no findings', ({ assert }) => {
    assert.deepEqual(kinds([our('SM1', { price: -0.0075 })], [their('SM1', { price: -0.0075 })]), [])
  })

  test('a text that only they know is a ghost, and a duplicate when somebody has had its words from us', ({
    assert,
  }) => {
    assert.deepEqual(kinds([], [their('SM1')]), ['ghost'])
    assert.deepEqual(kinds([our('SM1')], [their('SM1'), their('SM2')]), ['duplicate'])
    assert.deepEqual(kinds([our('SM1')], [their('SM1'), their('SM2', { createdAt: T0 + 48 * 3_600_000 })]), ['ghost'])
  })

  test('a text that only we know is missing', ({ assert }) => {
    assert.deepEqual(kinds([our('SM1')], []), ['missing'])
  })

  test('a status of theirs that is ahead of ours is a drift, one behind it is not', ({ assert }) => {
    assert.deepEqual(kinds([our('SM1', { status: 'sent' })], [their('SM1', { status: 'undelivered' })]), [
      'status_drift',
    ])
    assert.deepEqual(kinds([our('SM1')], [their('SM1', { status: 'sent' })]), [])
    assert.deepEqual(kinds([our('SM1', { status: 'queued' })], [their('SM1', { status: 'sending' })]), [])
  })

  test('another price or count of segments is a drift; none yet is not', ({ assert }) => {
    assert.deepEqual(kinds([our('SM1', { price: -0.0075 })], [their('SM1', { price: -0.015 })]), ['price_drift'])
    assert.deepEqual(kinds([our('SM1', { price: -0.0075 })], [their('SM1')]), [])
    assert.deepEqual(kinds([our('SM1')], [their('SM1', { segments: 2 })]), ['segment_drift'])
    assert.deepEqual(kinds([our('SM1')], [their('SM1', { segments: 0 })]), [])
  })
})
