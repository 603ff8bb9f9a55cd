import { test } from '@japa/runner'
import fc from 'fast-check'
import { derivedUuid, unitHash, uuidv7 } from '../../src/index.ts'

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test.group('Ids', () => {
  test('are UUIDs of version 7 that carry their time and sort by it', ({ assert }) => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
    fc.assert(
      fc.property(time, time, fc.uint8Array({ minLength: 10, maxLength: 10 }), (a, b, bytes) => {
        const id = uuidv7(a, bytes)
        assert.match(id, VERSION_7)
        assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), a)
        if (a < b) assert.isBelow(id.localeCompare(uuidv7(b, bytes)), 0)
      }),
    )
    assert.throws(() => uuidv7(0, new Uint8Array(9)), RangeError)
  })

  test('every random byte counts', ({ assert }) => {
    const ids = Array.from({ length: 10 }, (_, at) => uuidv7(0, new Uint8Array(10).fill(1, at, at + 1)))
    assert.equal(new Set(ids).size, 10)
  })

  test('derived ids are the same for the same text and differ for any other', ({ assert }) => {
    const ids = new Set<string>()
    for (let run = 0; run < 300; run++)
      for (let seq = 0; seq < 100; seq++)
        ids.add(derivedUuid(0, `0199aaaa-bbbb-7ccc-8ddd-00000000${run}/${seq}/0/seed`))
    assert.equal(ids.size, 30_000)
    assert.equal(derivedUuid(5, 'x'), derivedUuid(5, 'x'))
    assert.match(derivedUuid(5, 'x'), VERSION_7)
  })

  test('the hash that divides people is even', ({ assert }) => {
    const counts = Array.from({ length: 20 }, () => 0)
    for (let index = 0; index < 20_000; index++) {
      const slot = Math.floor(unitHash(`workflow/split/${index}`) * 20)
      counts[slot] = (counts[slot] ?? 0) + 1
    }
    for (const count of counts) assert.approximately(count, 1000, 160)
  })
})
