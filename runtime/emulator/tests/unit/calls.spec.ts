import { test } from '@japa/runner'
import { OURS, setUp, THEIRS } from '../support/bench.ts'

test.group('A phone call', () => {
  test('that is missed is told once, at its end, signed, and stands in the call list', async ({ assert, cleanup }) => {
    const { emulator, inbox, client } = await setUp(cleanup)
    emulator.control.setNumber({ phone: OURS, statusCallback: inbox.url('/voice') })
    const placed = await emulator.control.call({ from: THEIRS, to: OURS, outcome: 'no-answer' })
    assert.lengthOf(inbox.seen, 1)
    assert.isTrue(inbox.seen[0]?.genuine)
    assert.deepInclude(inbox.seen[0]?.params, {
      CallSid: placed?.sid,
      CallStatus: 'no-answer',
      Direction: 'inbound',
      Caller: THEIRS,
      Called: OURS,
      CallDuration: '0',
      Duration: '0',
      CallbackSource: 'call-progress-events',
      SequenceNumber: '2',
      FromCity: 'SAN FRANCISCO',
    })
    const [listed] = await client.calls.list({ to: OURS })
    assert.deepInclude(listed?.toJSON(), { sid: placed?.sid, status: 'no-answer', duration: '0' })
    assert.equal((await client.calls(placed?.sid ?? '').fetch()).from, THEIRS)
  })

  test('that is taken asks for its TwiML, then tells all that was asked for, seconds and billed minutes', async ({
    assert,
    cleanup,
  }) => {
    const { emulator, inbox } = await setUp(cleanup)
    const events = ['initiated', 'ringing', 'answered', 'completed'] as const
    emulator.control.setNumber({
      phone: OURS,
      voiceUrl: inbox.url('/voice'),
      statusCallback: inbox.url('/progress'),
      statusCallbackEvents: [...events],
    })
    await emulator.control.call({ from: THEIRS, to: OURS, durationSeconds: 61 })
    assert.deepEqual(
      inbox.seen.map((seen) => [seen.path, seen.params.CallStatus]),
      [
        ['/voice', 'ringing'],
        ['/progress', 'initiated'],
        ['/progress', 'ringing'],
        ['/progress', 'in-progress'],
        ['/progress', 'completed'],
      ],
    )
    assert.deepInclude(inbox.seen.at(-1)?.params, { CallDuration: '61', Duration: '2', SequenceNumber: '3' })
  })

  test('is told twice, or wrongly signed, when asked to', async ({ assert, cleanup }) => {
    const { emulator, inbox } = await setUp(cleanup)
    emulator.control.setNumber({ phone: OURS, statusCallback: inbox.url('/voice') })
    await emulator.control.call({ from: THEIRS, to: OURS, copies: 2 })
    await emulator.control.call({ from: THEIRS, to: OURS, badSignature: true })
    assert.deepEqual(
      inbox.seen.map((seen) => seen.genuine),
      [true, true, false],
    )
  })
})
