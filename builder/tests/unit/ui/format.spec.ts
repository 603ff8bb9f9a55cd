import { test } from '@japa/runner'
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatShare,
  formatSpan,
  plural,
} from '../../../src/ui/format.ts'
import { linePath } from '../../../src/ui/line_path.ts'
import { hueOf, initialsOf } from '../../../src/ui/names.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

test.group('format', () => {
  test('a small opt-out rate is not rounded away to nothing', ({ assert }) => {
    assert.equal(formatShare(0.0061), '0.61%')
    assert.equal(formatShare(0.972), '97.2%')
    assert.equal(formatShare(0), '0%')
    assert.equal(formatShare(1), '100%')
    assert.equal(formatShare(null), '–')
  })

  test('99.97 % is shown as 100 and 99.4 % is not', ({ assert }) => {
    assert.equal(formatShare(0.9997), '100%')
    assert.equal(formatShare(0.994), '99.4%')
  })

  test('counts keep their digits until they would not fit', ({ assert }) => {
    assert.equal(formatCount(12_430), '12,430')
    assert.equal(formatCount(1_200_000), '1.2M')
    assert.equal(plural(1, 'contact'), '1 contact')
    assert.equal(plural(0, 'contact'), '0 contacts')
  })

  test('sizes, spans and calls read in their own units', ({ assert }) => {
    assert.equal(formatBytes(812), '812 B')
    assert.equal(formatBytes(999_600), '1.0 MB')
    assert.equal(formatSpan(90), '2 min')
    assert.equal(formatSpan(90_000), '1 d')
    assert.equal(formatDuration(63), '1:03')
  })

  test('a moment is told from now in both directions, and by its date when it is far', ({ assert }) => {
    assert.equal(formatAgo('2026-11-22T11:59:40Z', now), 'now')
    assert.equal(formatAgo('2026-11-22T11:55:00Z', now), '5 min ago')
    assert.equal(formatAgo('2026-11-22T15:00:00Z', now), 'in 3 h')
    assert.match(formatAgo('2026-10-01T12:00:00Z', now), /1 Oct/)
  })

  test('people without a name can still be told apart by their number', ({ assert }) => {
    assert.equal(initialsOf('Ada King Lovelace'), 'AL')
    assert.equal(initialsOf('Øystein'), 'Ø')
    assert.equal(initialsOf('+1 (415) 555-0132'), '32')
    assert.equal(initialsOf('  '), '?')
    assert.equal(hueOf('Ada'), hueOf('Ada'))
  })

  test('a sparkline stays inside its box and needs two points', ({ assert }) => {
    assert.equal(linePath([3], 96, 26), '')
    assert.equal(linePath([0, 10], 96, 26), 'M0.0 26.0L96.0 0.0')
    assert.equal(linePath([0, 0], 96, 26), 'M0.0 26.0L96.0 26.0')
  })
})
