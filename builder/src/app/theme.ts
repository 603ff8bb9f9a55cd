import { create } from 'zustand'

export type Theme = 'light' | 'dark' | 'system'

const storageKey = 'soniarose.theme'

function stored(): Theme {
  const value = localStorage.getItem(storageKey)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function show(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

interface ThemeState {
  theme: Theme
  setTheme: (theme: Theme) => void
}

/** The colour theme; `system` follows the device. Kept in this browser. */
export const useTheme = create<ThemeState>((set) => ({
  theme: stored(),
  setTheme: (theme) => {
    localStorage.setItem(storageKey, theme)
    show(theme)
    set({ theme })
  },
}))

/** Shows the kept theme; called before the first render. */
export function startTheme(): void {
  show(stored())
}
