import {
  Images,
  Inbox,
  LayoutDashboard,
  ListFilter,
  PhoneCall,
  Settings,
  ShieldCheck,
  Smartphone,
  UsersRound,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { WorkspaceMode } from '../api/types.ts'

export interface NavigationItem {
  label: string
  to: string
  keys: string
  icon: LucideIcon
  group: 'main' | 'more' | 'sandbox'
}

const items: readonly NavigationItem[] = [
  { label: 'Dashboard', to: '/crm/dashboard', keys: 'g d', icon: LayoutDashboard, group: 'main' },
  { label: 'Inbox', to: '/crm/inbox', keys: 'g i', icon: Inbox, group: 'main' },
  { label: 'Contacts', to: '/crm/contacts', keys: 'g c', icon: UsersRound, group: 'main' },
  { label: 'Segments', to: '/crm/segments', keys: 'g e', icon: ListFilter, group: 'main' },
  { label: 'Workflows', to: '/crm/workflows', keys: 'g w', icon: Workflow, group: 'main' },
  { label: 'Compliance', to: '/crm/compliance', keys: 'g o', icon: ShieldCheck, group: 'more' },
  { label: 'Media', to: '/crm/media', keys: 'g m', icon: Images, group: 'more' },
  { label: 'Calls', to: '/crm/calls', keys: 'g l', icon: PhoneCall, group: 'more' },
  { label: 'Settings', to: '/crm/settings', keys: 'g s', icon: Settings, group: 'more' },
  { label: 'Dev phone', to: '/dev/phone', keys: 'g p', icon: Smartphone, group: 'sandbox' },
]

/** The places of the console; the dev phone only where it works. */
export function navigationItems(mode: WorkspaceMode | undefined): readonly NavigationItem[] {
  return mode === 'live' ? items.filter((item) => item.group !== 'sandbox') : items
}
