import { lazy, Suspense, useEffect, useState } from 'react'
import { Outlet, useNavigate, useNavigation } from 'react-router'
import { useFollowClock } from '../api/clock.ts'
import { listenForChanges } from '../api/live.ts'
import { messageOf } from '../api/problem.ts'
import { useMe, useWorkspace } from '../api/session.ts'
import type { Workspace } from '../api/types.ts'
import { cn } from '../ui/cn.ts'
import { Drawer } from '../ui/drawer.tsx'
import { ErrorState } from '../ui/empty_state.tsx'
import { BrandMark } from './brand.tsx'
import { navigationItems } from './navigation.ts'
import { useShell } from './shell_state.ts'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'
import { SignInPage } from './sign_in_page.tsx'

const CommandPalette = lazy(async () => ({ default: (await import('./command_palette.tsx')).CommandPalette }))
const ShortcutsSheet = lazy(async () => ({ default: (await import('./shortcuts_sheet.tsx')).ShortcutsSheet }))

/** Signed out: the sign-in page, at whatever address. Signed in: navigation and the page. */
export function Shell() {
  const me = useMe()
  if (me.isPending) return <Splash />
  if (me.isError)
    return (
      <ErrorState
        className="min-h-full justify-center"
        title="SoniaRose isn’t answering"
        message={messageOf(me.error)}
        onRetry={() => void me.refetch()}
      />
    )
  return me.data ? <SignedIn /> : <SignInPage />
}

function Splash() {
  return (
    <div role="status" className="grid h-full place-items-center">
      <BrandMark className="breathe size-10" />
      <span className="sr-only">Loading SoniaRose…</span>
    </div>
  )
}

function SignedIn() {
  const workspace = useWorkspace()
  const { navOpen, navNarrow, paletteOpen, shortcutsOpen, set } = useShell()
  const navigation = useNavigation()
  const connected = useLiveUpdates(workspace)
  useFollowClock(workspace && workspace.mode === 'sandbox')
  useGlobalShortcuts(workspace)
  return (
    <div className="flex h-full flex-col">
      <ModeTape workspace={workspace} />
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-70 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="flex min-h-0 flex-1">
        <aside className={cn('hidden shrink-0 lg:block', navNarrow ? 'w-16' : 'w-60')}>
          <Sidebar narrow={navNarrow} connected={connected} />
        </aside>
        <Drawer
          open={navOpen}
          onOpenChange={(open) => set({ navOpen: open })}
          title="Navigation"
          side="left"
          bare
          className="max-w-68 bg-canvas"
        >
          <Sidebar connected={connected} onNavigate={() => set({ navOpen: false })} />
        </Drawer>
        <main
          id="main"
          tabIndex={-1}
          aria-busy={navigation.state !== 'idle'}
          className="min-w-0 flex-1 overflow-hidden bg-surface outline-none lg:mr-2 lg:mb-2 lg:rounded-lg lg:border lg:border-line lg:shadow-card"
        >
          <Outlet />
        </main>
      </div>
      <Suspense>
        {paletteOpen ? <CommandPalette /> : null}
        {shortcutsOpen ? <ShortcutsSheet /> : null}
      </Suspense>
    </div>
  )
}

/** The strip at the very top: slanted amber tape for a sandbox, plain for a live workspace. */
function ModeTape({ workspace }: { workspace: Workspace | undefined }) {
  return (
    <div
      aria-hidden
      className={cn(
        'h-1 shrink-0 lg:mb-1',
        workspace?.mode === 'sandbox' ? 'tape' : workspace ? 'bg-ok' : 'bg-transparent',
      )}
    />
  )
}

function useLiveUpdates(workspace: Workspace | undefined): boolean {
  const [connected, setConnected] = useState(true)
  const id = workspace?.id
  useEffect(() => (id ? listenForChanges(id, setConnected) : undefined), [id])
  return connected
}

function useGlobalShortcuts(workspace: Workspace | undefined) {
  const navigate = useNavigate()
  const set = useShell((state) => state.set)
  const navNarrow = useShell((state) => state.navNarrow)
  const items = navigationItems(workspace?.mode)
  useShortcuts('Everywhere', [
    { keys: 'mod+k', label: 'Search and commands', run: () => set({ paletteOpen: true }), inFields: true },
    { keys: '?', label: 'Shortcuts of this screen', run: () => set({ shortcutsOpen: true }) },
    {
      keys: '/',
      label: 'Focus the search',
      run: () => document.querySelector<HTMLInputElement>('input[data-search]')?.focus(),
    },
    { keys: '[', label: 'Narrow or widen the navigation', run: () => set({ navNarrow: !navNarrow }) },
    ...items.map((item) => ({ keys: item.keys, label: `Go to ${item.label}`, run: () => void navigate(item.to) })),
  ])
}
