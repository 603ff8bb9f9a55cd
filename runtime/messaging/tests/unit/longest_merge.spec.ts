import { test } from '@japa/runner'
import fc from 'fast-check'
import { estimateMerge, type MergePiece } from '../../src/longest_merge.ts'
import { countSegments } from '../../src/segments.ts'

test.group('Longest merge', () => {
  test('a single emoji name among short ones makes the whole text dear', ({ assert }) => {
    const estimate = estimateMerge([
      { text: 'Hi ' },
      { values: ['Jo', 'Zoé 😀', 'Bartholomew'] },
      { text: `! ${'x'.repeat(60)}` },
    ])
    assert.equal(estimate.shortest.segments, 1)
    assert.deepInclude(estimate.longest, { segments: 2, encoding: 'UCS-2' })
    assert.include(estimate.longestText, '😀')
  })

  test('the fallback of a missing field is one of its values', ({ assert }) => {
    assert.equal(estimateMerge([{ values: [], fallback: 'dear friend' }]).longestText, 'dear friend')
    assert.equal(estimateMerge([{ values: [] }]).longestText, '')
  })

  test('no merge of one field costs more than the estimate', () => {
    const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '€', 'ç', '😀'), maxLength: 60 }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '{'), maxLength: 170 }), values, (text, given) => {
        const pieces: MergePiece[] = [{ text }, { values: given }]
        const { longest, shortest } = estimateMerge(pieces)
        return given.every((value) => {
          const { segments } = countSegments(text + value)
          return segments <= longest.segments && segments >= shortest.segments
        })
      }),
      { numRuns: 1000 },
    )
  })
})
