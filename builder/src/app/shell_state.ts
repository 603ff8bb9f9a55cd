import { create } from 'zustand'

interface ShellState {
  /** The navigation as a drawer, on narrow screens. */
  navOpen: boolean
  /** The navigation as a strip of icons, on wide screens. */
  navNarrow: boolean
  paletteOpen: boolean
  shortcutsOpen: boolean
  set: (next: Partial<Omit<ShellState, 'set'>>) => void
}

const storageKey = 'soniarose.nav'

/** What of the shell is open; nothing here comes from the server. */
export const useShell = create<ShellState>((set) => ({
  navOpen: false,
  navNarrow: localStorage.getItem(storageKey) === 'narrow',
  paletteOpen: false,
  shortcutsOpen: false,
  set: (next) => {
    if (next.navNarrow !== undefined) localStorage.setItem(storageKey, next.navNarrow ? 'narrow' : 'wide')
    set(next)
  },
}))
