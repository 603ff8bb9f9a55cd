import { test } from '@japa/runner'
import {
  emptyHistory,
  HISTORY_LIMIT,
  record,
  stepBack,
  stepForward,
  type HistoryEntry,
} from '../../../src/editor/store/history.ts'

const entry = (label: string, more: Partial<HistoryEntry<string>> = {}): HistoryEntry<string> => ({
  label,
  redo: [`do ${label}`],
  undo: [`undo ${label}`],
  mergeKey: null,
  at: 0,
  ...more,
})

test.group('History', () => {
  test('edits of one field within a second are taken back in one go, newest first', ({ assert }) => {
    const first = record(emptyHistory<string>(), entry('a', { mergeKey: 'field', at: 0 }))
    const both = record(first, entry('b', { mergeKey: 'field', at: 900 }))
    assert.lengthOf(both.past, 1)
    assert.deepEqual(both.past[0]?.undo, ['undo b', 'undo a'])
    assert.deepEqual(both.past[0]?.redo, ['do a', 'do b'])
  })

  test('a pause of more than a second begins a new entry', ({ assert }) => {
    const first = record(emptyHistory<string>(), entry('a', { mergeKey: 'field', at: 0 }))
    assert.lengthOf(record(first, entry('b', { mergeKey: 'field', at: 1001 })).past, 2)
  })

  test('edits of different fields never merge, nor do edits without a key', ({ assert }) => {
    const first = record(emptyHistory<string>(), entry('a', { mergeKey: 'one' }))
    assert.lengthOf(record(first, entry('b', { mergeKey: 'two' })).past, 2)
    assert.lengthOf(record(record(emptyHistory<string>(), entry('a')), entry('b')).past, 2)
  })

  test('a new edit after an undo makes the undone one unreachable', ({ assert }) => {
    const back = stepBack(record(emptyHistory<string>(), entry('a')))
    assert.lengthOf(back?.history.future ?? [], 1)
    assert.lengthOf(record(back?.history ?? emptyHistory(), entry('b')).future, 0)
  })

  test('what was undone and redone no longer merges with what is typed next', ({ assert }) => {
    const typed = record(emptyHistory<string>(), entry('a', { mergeKey: 'field', at: 0 }))
    const redone = stepForward(stepBack(typed)?.history ?? emptyHistory())
    assert.lengthOf(record(redone?.history ?? emptyHistory(), entry('b', { mergeKey: 'field', at: 10 })).past, 2)
  })

  test('nothing to undo or redo answers null instead of throwing', ({ assert }) => {
    assert.isNull(stepBack(emptyHistory()))
    assert.isNull(stepForward(emptyHistory()))
  })

  test('the oldest entries are forgotten once there are too many', ({ assert }) => {
    let history = emptyHistory<string>()
    for (let number = 0; number < HISTORY_LIMIT + 5; number += 1) history = record(history, entry(String(number)))
    assert.lengthOf(history.past, HISTORY_LIMIT)
    assert.equal(history.past[0]?.label, '5')
  })
})
