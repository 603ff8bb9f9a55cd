import {
  Archive,
  Building2,
  Hourglass,
  KeyRound,
  Layers,
  MessageSquareOff,
  Phone,
  Puzzle,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react'
import { NavLink, useParams } from 'react-router'
import { Page } from '../../app/page.tsx'
import { cn } from '../../ui/cn.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { WhoMay } from '../shared/who_may.tsx'

interface Section {
  id: string
  label: string
  icon: LucideIcon
  /** It edits the workspace's settings; the others say for themselves who may change what. */
  isSettings?: true
  Body: ComponentType
}

/** Each section's code comes when it is first opened. */
const section = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }))

const sections: readonly Section[] = [
  {
    id: 'general',
    label: 'General',
    icon: Building2,
    isSettings: true,
    Body: section(async () => (await import('./general_section.tsx')).GeneralSection),
  },
  {
    id: 'senders',
    label: 'Senders',
    icon: Phone,
    Body: section(async () => (await import('./senders_section.tsx')).SendersSection),
  },
  {
    id: 'sending',
    label: 'Sending rules',
    icon: Hourglass,
    isSettings: true,
    Body: section(async () => (await import('./sending_section.tsx')).SendingSection),
  },
  {
    id: 'opt-out',
    label: 'Opt-in and opt-out',
    icon: MessageSquareOff,
    isSettings: true,
    Body: section(async () => (await import('./opt_out_section.tsx')).OptOutSection),
  },
  {
    id: 'plugins',
    label: 'Plugins',
    icon: Puzzle,
    Body: section(async () => (await import('./plugins_section.tsx')).PluginsSection),
  },
  {
    id: 'retention',
    label: 'Retention',
    icon: Archive,
    isSettings: true,
    Body: section(async () => (await import('./retention_section.tsx')).RetentionSection),
  },
  {
    id: 'tokens',
    label: 'API tokens',
    icon: KeyRound,
    Body: section(async () => (await import('./tokens_section.tsx')).TokensSection),
  },
  {
    id: 'members',
    label: 'Members',
    icon: Users,
    Body: section(async () => (await import('./members_section.tsx')).MembersSection),
  },
  {
    id: 'workspaces',
    label: 'Workspaces',
    icon: Layers,
    Body: section(async () => (await import('./workspaces_section.tsx')).WorkspacesSection),
  },
]

/** The workspace's settings, a section at an address. */
export function SettingsPage() {
  const { section: chosen = 'general' } = useParams()
  const active = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    active.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [chosen])
  const current = sections.find((item) => item.id === chosen) ?? sections[0]
  if (!current) return null
  return (
    <Page
      title={current.id === 'general' ? 'Settings' : current.label}
      crumbs={current.id === 'general' ? [] : [{ label: 'Settings', to: '/crm/settings' }]}
    >
      <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,44rem)]">
        <nav
          aria-label="Settings"
          className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1 [scrollbar-width:none] lg:sticky lg:top-0 lg:flex-col lg:self-start"
        >
          {sections.map((item) => (
            <NavLink
              key={item.id}
              ref={item.id === current.id ? active : undefined}
              to={item.id === 'general' ? '/crm/settings' : `/crm/settings/${item.id}`}
              end
              className={cn(
                'flex h-9 shrink-0 items-center gap-2.5 rounded-md px-3 text-base font-medium calm transition-colors',
                item.id === current.id ? 'bg-rose-soft text-rose-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
              )}
            >
              <item.icon className="size-4" />
              {item.label}
            </NavLink>
          ))}
        </nav>
        <div className="flex min-w-0 flex-col gap-4">
          <Suspense fallback={<SkeletonRows rows={4} />}>
            {current.isSettings ? <WhoMay scope="settings:write" /> : null}
            <current.Body />
          </Suspense>
        </div>
      </div>
    </Page>
  )
}
