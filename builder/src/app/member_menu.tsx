import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useMe, useSignOut } from '../api/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { cn } from '../ui/cn.ts'
import { Menu } from '../ui/menu.tsx'
import { useShell } from './shell_state.ts'
import { useTheme } from './theme.ts'

/** The signed-in member: theme, shortcuts, sign out. */
export function MemberMenu({ narrow }: { narrow?: boolean }) {
  const me = useMe()
  const signOut = useSignOut()
  const navigate = useNavigate()
  const { theme, setTheme } = useTheme()
  const set = useShell((state) => state.set)
  const name = me.data?.name ?? me.data?.email ?? ''
  return (
    <Menu
      side="top"
      align="start"
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={narrow ? `Your menu, ${name}` : undefined}
          className={cn(
            'flex items-center gap-2.5 rounded-md text-left calm transition-colors hover:bg-hover',
            narrow ? 'p-1' : 'w-full px-2 py-1.5',
          )}
        >
          <Avatar name={name} size="sm" />
          {narrow ? null : (
            <span className="min-w-0">
              <span className="sr-only">Your menu, </span>
              <span className="block truncate text-sm font-medium">{me.data?.name ?? 'Signed in'}</span>
              <span className="block truncate text-xs text-ink-faint">{me.data?.email}</span>
            </span>
          )}
        </button>
      }
      sections={[
        {
          title: 'Theme',
          items: [
            { label: 'Light', icon: <Sun />, checked: theme === 'light', onSelect: () => setTheme('light') },
            { label: 'Dark', icon: <Moon />, checked: theme === 'dark', onSelect: () => setTheme('dark') },
            {
              label: 'As the device',
              icon: <Monitor />,
              checked: theme === 'system',
              onSelect: () => setTheme('system'),
            },
          ],
        },
        {
          items: [
            { label: 'Settings', icon: <UserRound />, onSelect: () => void navigate('/crm/settings') },
            { label: 'Shortcuts', icon: <Keyboard />, keys: '?', onSelect: () => set({ shortcutsOpen: true }) },
            { label: 'Sign out', icon: <LogOut />, onSelect: () => signOut.mutate() },
          ],
        },
      ]}
    />
  )
}
