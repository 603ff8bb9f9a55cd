/** What a key press needs to have to be compared with a combination; a `KeyboardEvent` has it. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

interface Chord {
  key: string
  mod: boolean
  alt: boolean
  shift: boolean
}

function parseChord(text: string): Chord {
  const parts = text.toLowerCase().split('+').filter(Boolean)
  return {
    key: parts.at(-1) ?? '+',
    mod: parts.slice(0, -1).includes('mod'),
    alt: parts.slice(0, -1).includes('alt'),
    shift: parts.slice(0, -1).includes('shift'),
  }
}

/**
 * Whether a key press is the chord `text`, such as `mod+k` (Ctrl, or Command on a Mac), `alt+1` or `?`.
 * A sign that needs Shift on some keyboards (`?`, `+`) matches with or without it.
 */
export function matchesChord(press: KeyPress, text: string): boolean {
  const chord = parseChord(text)
  if (press.key.toLowerCase() !== chord.key) return false
  if ((press.ctrlKey || press.metaKey) !== chord.mod || press.altKey !== chord.alt) return false
  const isLetter = /^[a-z]$/.test(chord.key) || chord.key.length > 1
  return !isLetter || press.shiftKey === chord.shift
}

/**
 * Whether the presses so far end in the combination, whose chords are separated by spaces (`g d`).
 * Answers `partial` when only a beginning was pressed.
 */
export function matchSequence(presses: readonly KeyPress[], combo: string): 'full' | 'partial' | 'none' {
  const chords = combo.split(' ')
  const recent = presses.slice(-chords.length)
  for (let size = recent.length; size > 0; size--) {
    const tail = recent.slice(-size)
    if (tail.every((press, index) => matchesChord(press, chords[index] ?? '')))
      return size === chords.length ? 'full' : 'partial'
  }
  return 'none'
}

/** Whether a combination has a chord without Ctrl, Command or Alt, so that it must not fire while somebody types. */
export function isPlainCombo(combo: string): boolean {
  return combo
    .split(' ')
    .some((chord) => !/(^|\+)(mod|alt)\+/.test(chord.toLowerCase()) && !/^(escape|f\d+)$/i.test(chord))
}

const names: Record<string, string> = {
  mod: 'Ctrl',
  shift: '⇧',
  alt: 'Alt',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  delete: 'Del',
  ' ': 'Space',
  space: 'Space',
}

const onMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.userAgent)

/** The key caps to draw for a combination: `mod+k` gives `['Ctrl', 'K']`, or `['⌘', 'K']` on a Mac. */
export function comboLabels(combo: string, mac = onMac): string[] {
  return combo.split(' ').flatMap((chord) =>
    chord.split('+').map((part) => {
      const key = part.toLowerCase()
      if (mac && key === 'mod') return '⌘'
      return names[key] ?? (part.length === 1 ? part.toUpperCase() : part)
    }),
  )
}
