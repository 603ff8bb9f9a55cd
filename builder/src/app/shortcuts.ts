import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import { isPlainCombo, matchSequence, type KeyPress } from '../ui/keys.ts'

export interface Shortcut {
  /** `n`, `mod+k`, `g d` (one after the other), `shift+a`, `alt+1`, `Escape`, `?`. */
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
  /** Works also while the focus is in a text control. */
  inFields?: boolean
  /** Takes the key only when this holds, as when the focus is in one part of the page; `() => false` only lists it. */
  when?: (event: KeyboardEvent) => boolean
}

interface ShortcutScope {
  id: number
  title: string
  shortcuts: readonly Shortcut[]
}

interface ShortcutState {
  scopes: readonly ShortcutScope[]
  /** Off: keys without Ctrl, Command or Alt do nothing (WCAG 2.1.4). */
  singleKeys: boolean
  setSingleKeys: (on: boolean) => void
}

const storageKey = 'soniarose.single-keys'

/** All shortcuts that work right now, in the order in which their screens were opened. */
export const useShortcutState = create<ShortcutState>((set) => ({
  scopes: [],
  singleKeys: localStorage.getItem(storageKey) !== 'off',
  setSingleKeys: (on) => {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
    set({ singleKeys: on })
  },
}))

let nextId = 1

/**
 * Makes the shortcuts work while the calling component is shown, and lists them under `title` in the `?` sheet.
 * Of two screens that want the same keys, the one opened last wins.
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map((item) => `${item.keys}\t${item.label}\t${item.inFields ?? ''}`).join('\n')
  useEffect(() => {
    const id = nextId++
    const stable = latest.current.map((item, index) => ({
      ...item,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
      when: (event: KeyboardEvent) => latest.current[index]?.when?.(event) ?? true,
    }))
    useShortcutState.setState((state) => ({ scopes: [...state.scopes, { id, title, shortcuts: stable }] }))
    return () => useShortcutState.setState((state) => ({ scopes: state.scopes.filter((scope) => scope.id !== id) }))
  }, [title, signature])
}

/** Whether the event comes from a place where somebody is typing. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select')
}

/** Whether a modal window, menu or list is open; it then has the keys to itself. */
function overlayOpen(): boolean {
  return (
    document.querySelector(
      '[role=dialog]:not([data-nonmodal]), [role=alertdialog]:not([data-nonmodal]), [role=menu], [role=listbox][data-open]',
    ) !== null
  )
}

interface Place {
  typing: boolean
  overlay: boolean
  singleKeys: boolean
}

/** Whether a shortcut works where the focus is: plain keys never in a text, nothing but the palette behind a window. */
function mayRun(shortcut: Shortcut, { typing, overlay, singleKeys }: Place): boolean {
  if (typing && shortcut.inFields) return true
  if (isPlainCombo(shortcut.keys)) return singleKeys && !typing && !overlay
  return (!typing && !overlay) || shortcut.inFields === true
}

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta'])
const sequenceMs = 1200

/**
 * Listens once for the whole page. Sequences such as `g d` may take up to 1.2 s.
 * @returns a function that stops listening
 */
export function listenForShortcuts(): () => void {
  let presses: KeyPress[] = []
  let lastAt = 0
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || modifiers.has(event.key)) return
    const { scopes, singleKeys } = useShortcutState.getState()
    const place = { typing: isTyping(event), overlay: overlayOpen(), singleKeys }
    presses = event.timeStamp - lastAt < sequenceMs ? [...presses.slice(-2), event] : [event]
    lastAt = event.timeStamp
    const found = scopes
      .toReversed()
      .flatMap((scope) => scope.shortcuts)
      .find((shortcut) => mayRun(shortcut, place) && matchSequence(presses, shortcut.keys) === 'full')
    if (!found) return
    event.preventDefault()
    presses = []
    found.run(event)
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
