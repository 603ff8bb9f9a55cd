import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/kbd.tsx'
import { Switch } from '../ui/switch.tsx'
import { useShell } from './shell_state.ts'
import { useShortcutState } from './shortcuts.ts'

/** Lists the shortcuts that work on the screen beneath. */
export function ShortcutsSheet() {
  const { shortcutsOpen, set } = useShell()
  const { scopes, singleKeys, setSingleKeys } = useShortcutState()
  const titles = [...new Set(scopes.map((scope) => scope.title))].toReversed()
  return (
    <Dialog open={shortcutsOpen} onOpenChange={(open) => set({ shortcutsOpen: open })} title="Shortcuts" size="lg">
      <Switch
        checked={singleKeys}
        onChange={setSingleKeys}
        label="Single-key shortcuts"
        hint="Off, only those with Ctrl, Command or Alt work."
        className="mb-5 rounded-md bg-sunken p-3.5"
      />
      <div className="gap-8 sm:columns-2">
        {titles.map((title) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-2 text-sm font-semibold text-rose-ink">{title}</h3>
            <ul className="flex flex-col gap-1.5">
              {scopes
                .filter((scope) => scope.title === title)
                .flatMap((scope) => scope.shortcuts)
                .map((shortcut) => (
                  <li key={shortcut.keys} className="flex items-center justify-between gap-4 text-base text-ink-soft">
                    {shortcut.label}
                    <Keys combo={shortcut.keys} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
