import { test } from '@japa/runner'
import fc from 'fast-check'
import { createMediaSigner } from '#app/media/media_signature'

const signer = createMediaSigner('a key for tests that is long enough')
const ID = '01990000-0000-7000-8000-000000000001'
const NOW = 1_800_000_000_000

interface Given {
  expires: number | string
  signature: string
  now?: number
}

const holds = (act: 'get' | 'put', id: string, { expires, signature, now = NOW }: Given) =>
  signer.holds(act, id, { expires: String(expires), signature, now })

test.group('The address of a file', () => {
  test('works until its moment and not after it', ({ assert }) => {
    const given = { expires: NOW + 1_000, signature: signer.sign('get', ID, NOW + 1_000) }
    assert.isTrue(holds('get', ID, given))
    assert.isFalse(holds('get', ID, { ...given, now: NOW + 1_000 }))
  })

  test('leads to no other file, allows no other act and no later moment', ({ assert }) => {
    const expires = NOW + 1_000
    const signature = signer.sign('get', ID, expires)
    assert.isFalse(holds('get', ID.replace(/1$/, '2'), { expires, signature }))
    assert.isFalse(holds('put', ID, { expires, signature }))
    assert.isFalse(holds('get', ID, { expires: expires + 1, signature }))
    assert.isFalse(
      createMediaSigner('another key that is long enough too').holds('get', ID, {
        expires: String(expires),
        signature,
        now: NOW,
      }),
    )
  })

  test('is refused when anybody made it up', ({ assert }) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (expires, signature) => {
        assert.isFalse(holds('get', ID, { expires, signature }))
        assert.isFalse(holds('get', ID, { expires: NOW + 1, signature }))
      }),
    )
  })
})
