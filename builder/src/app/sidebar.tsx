import { PanelLeftClose, PanelLeftOpen, Search, WifiOff } from 'lucide-react'
import { NavLink } from 'react-router'
import { useWorkspace } from '../api/session.ts'
import { cn } from '../ui/cn.ts'
import { IconButton } from '../ui/icon_button.tsx'
import { Keys } from '../ui/kbd.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { BrandMark } from './brand.tsx'
import { MemberMenu } from './member_menu.tsx'
import { navigationItems, type NavigationItem } from './navigation.ts'
import { useShell } from './shell_state.ts'
import { WorkspaceSwitcher } from './workspace_switcher.tsx'

interface SidebarProps {
  narrow?: boolean
  connected: boolean
  onNavigate?: () => void
}

/** The left navigation: workspace, search, places, the member. */
export function Sidebar({ narrow, connected, onNavigate }: SidebarProps) {
  const workspace = useWorkspace()
  const { set } = useShell()
  const items = navigationItems(workspace?.mode)
  return (
    <div className={cn('flex h-full flex-col gap-3 py-3', narrow ? 'items-center px-2' : 'px-3')}>
      <div className={cn('flex items-center', narrow ? 'flex-col gap-2' : 'justify-between pl-1')}>
        <span className="flex items-center gap-2">
          <BrandMark />
          {narrow ? null : <span className="text-lg font-bold tracking-tight">SoniaRose</span>}
        </span>
        <IconButton
          size="sm"
          label={narrow ? 'Widen the navigation' : 'Narrow the navigation'}
          keys="["
          className="hidden lg:inline-flex"
          icon={narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
          onClick={() => set({ navNarrow: !narrow })}
        />
      </div>
      <WorkspaceSwitcher narrow={narrow} />
      {narrow ? (
        <IconButton
          label="Search and commands"
          keys="mod+k"
          icon={<Search />}
          onClick={() => set({ paletteOpen: true })}
        />
      ) : (
        <button
          type="button"
          onClick={() => set({ paletteOpen: true, navOpen: false })}
          className="flex h-8.5 items-center gap-2 rounded-md border border-line bg-surface/60 px-2.5 text-sm text-ink-faint calm transition-colors hover:border-line-strong hover:text-ink-soft"
        >
          <Search className="size-4" />
          <span className="flex-1 text-left">Search…</span>
          <Keys combo="mod+k" />
        </button>
      )}
      <nav aria-label="Main" className="flex min-h-0 w-full flex-1 flex-col gap-4 overflow-y-auto">
        {(['main', 'more', 'sandbox'] as const).map((group) => (
          <ul key={group} className="flex flex-col gap-0.5">
            {items
              .filter((item) => item.group === group)
              .map((item) => (
                <li key={item.to}>
                  <SidebarLink item={item} narrow={narrow} onNavigate={onNavigate} />
                </li>
              ))}
          </ul>
        ))}
      </nav>
      {connected ? null : (
        <p
          role="status"
          className="flex items-center gap-2 rounded-md bg-warn-soft px-2.5 py-2 text-xs font-medium text-warn-ink"
        >
          <WifiOff className="size-4 shrink-0" />
          {narrow ? <span className="sr-only">Reconnecting…</span> : 'Reconnecting… figures may be old.'}
        </p>
      )}
      <MemberMenu narrow={narrow} />
    </div>
  )
}

function SidebarLink({
  item,
  narrow,
  onNavigate,
}: {
  item: NavigationItem
  narrow?: boolean
  onNavigate?: () => void
}) {
  const Icon = item.icon
  const link = (
    <NavLink
      to={item.to}
      onClick={onNavigate}
      aria-label={narrow ? item.label : undefined}
      className={({ isActive }) =>
        cn(
          'group flex h-9 items-center gap-3 rounded-md text-base font-medium calm transition-colors',
          narrow ? 'mx-auto w-9 justify-center' : 'px-2.5',
          isActive ? 'bg-raised text-ink shadow-card ring-1 ring-line' : 'text-ink-soft hover:bg-hover hover:text-ink',
        )
      }
    >
      {({ isActive }) => (
        <>
          <Icon
            className={cn('size-4.5 shrink-0', isActive ? 'text-rose' : 'text-ink-faint group-hover:text-ink-soft')}
          />
          {narrow ? null : <span className="truncate">{item.label}</span>}
        </>
      )}
    </NavLink>
  )
  return narrow ? <Tooltip label={item.label} keys={item.keys} side="right" render={link} /> : link
}
