import { test } from '@japa/runner'
import { comboLabels, isPlainCombo, matchesChord, matchSequence, type KeyPress } from '../../../src/ui/keys.ts'

function press(key: string, mods: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods }
}

test.group('keys', () => {
  test('Ctrl+K and Command+K both open the palette, a bare K does not', ({ assert }) => {
    assert.isTrue(matchesChord(press('k', { ctrlKey: true }), 'mod+k'))
    assert.isTrue(matchesChord(press('k', { metaKey: true }), 'mod+k'))
    assert.isFalse(matchesChord(press('k'), 'mod+k'))
  })

  test('Ctrl+N of the browser never runs the shortcut N', ({ assert }) => {
    assert.isFalse(matchesChord(press('n', { ctrlKey: true }), 'n'))
    assert.isFalse(matchesChord(press('N', { shiftKey: true }), 'n'))
  })

  test('the question mark works on keyboards with and without Shift for it', ({ assert }) => {
    assert.isTrue(matchesChord(press('?', { shiftKey: true }), '?'))
    assert.isTrue(matchesChord(press('?'), '?'))
  })

  test('G then D navigates, also after other keys; D alone does not', ({ assert }) => {
    assert.equal(matchSequence([press('g'), press('d')], 'g d'), 'full')
    assert.equal(matchSequence([press('x'), press('g'), press('d')], 'g d'), 'full')
    assert.equal(matchSequence([press('g')], 'g d'), 'partial')
    assert.equal(matchSequence([press('d')], 'g d'), 'none')
  })

  test('single keys are told from chords, so that they can be switched off and never fire in a text', ({ assert }) => {
    assert.isTrue(isPlainCombo('n'))
    assert.isTrue(isPlainCombo('g d'))
    assert.isFalse(isPlainCombo('mod+s'))
    assert.isFalse(isPlainCombo('alt+1'))
    assert.isFalse(isPlainCombo('Escape'))
  })

  test('key caps read as they are printed on the keyboard', ({ assert }) => {
    assert.deepEqual(comboLabels('mod+Enter', false), ['Ctrl', '↵'])
    assert.deepEqual(comboLabels('mod+k', true), ['⌘', 'K'])
    assert.deepEqual(comboLabels('g d', false), ['G', 'D'])
  })
})
