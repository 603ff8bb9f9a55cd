import { test } from '@japa/runner'
import type { PreviewNode } from '../../../src/api/run_migrations.ts'
import { likelyPair } from '../../../src/runs/move/likely_pair.ts'
import { countsInWords, notesOf, resultInWords } from '../../../src/runs/move/move_words.ts'

const counts = { goOn: 0, retimed: 0, enter: 0, exit: 0, stay: 0, refused: [], textsCanceled: 0 }
const node: PreviewNode = {
  ...counts,
  nodeId: 'rest',
  nodeType: 'wait',
  title: 'Rest',
  runs: 2,
  choice: { action: 'stay' },
  isDefault: true,
  why: null,
}

test.group('Moving runs, in words', () => {
  test('say of one and of many what becomes of them, and nothing of nobody', ({ assert }) => {
    assert.deepEqual(countsInWords(counts, 1), [])
    assert.deepEqual(countsInWords({ ...counts, goOn: 1, exit: 2, stay: 1 }, 1), [
      '1 goes on where it stands',
      '2 leave the workflow',
      '1 stays on version 1',
    ])
  })

  test('tell a marketer why people stay, and which texts will not go out', ({ assert }) => {
    assert.deepEqual(notesOf({ ...node, why: 'node_missing' }, 2), ['Version 2 doesn’t have this step.'])
    const [note = ''] = notesOf({ ...node, textsCanceled: 1 }, 2)
    assert.include(note, '1 text that would still have gone out')
  })

  test('own up to runs that could not be moved or taken back', ({ assert }) => {
    const lines = resultInWords({
      id: '1',
      status: 'undone',
      fromVersion: { id: 'a', number: 1 },
      toVersion: { id: 'b', number: 2 },
      counts: { ...counts, refused: [{ reason: 'text_in_flight', runs: 3 }] },
      undone: { runs: 1, kept: [{ reason: 'advanced', runs: 2 }] },
      startedBy: null,
      createdAt: '2026-01-05T10:00:00.000Z',
    })
    assert.deepEqual(lines, [
      '3 runs stayed: their text may be with the carrier.',
      '1 run put back on version 1.',
      '2 runs left alone: gone on since.',
    ])
  })
})

test.group('The versions that are probably meant', () => {
  const version = (number: number, runs: number) => ({ id: `v${number}`, number, runs })

  test('are the live one, and the newest other one on which somebody is under way', ({ assert }) => {
    const versions = [version(4, 9), version(3, 0), version(2, 5), version(1, 7)]
    assert.deepEqual(likelyPair(versions, 'v4'), { from: 'v2', to: 'v4' })
    assert.deepEqual(likelyPair([version(2, 0), version(1, 0)], 'v2'), { from: 'v1', to: 'v2' })
    assert.deepEqual(likelyPair([version(1, 3)], 'v1'), { from: null, to: 'v1' })
  })
})
