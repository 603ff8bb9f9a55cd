import { ChevronsUpDown, FlaskConical, Plus, Radio } from 'lucide-react'
import { useNavigate } from 'react-router'
import { enterWorkspace, useWorkspace, useWorkspaces } from '../api/session.ts'
import type { WorkspaceMode } from '../api/types.ts'
import { cn } from '../ui/cn.ts'
import { Menu } from '../ui/menu.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

/** Says in word, icon and colour whether texts leave the house. */
export function ModeChip({ mode, className }: { mode: WorkspaceMode; className?: string }) {
  const sandbox = mode === 'sandbox'
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 rounded-full px-1.5 text-2xs font-bold tracking-wide uppercase [&_svg]:size-3',
        sandbox ? 'bg-warn-soft text-warn-ink' : 'bg-ok-soft text-ok-ink',
        className,
      )}
      title={
        sandbox ? 'Sandbox: no text leaves this machine, and the clock can be moved' : 'Live: texts go to real people'
      }
    >
      {sandbox ? <FlaskConical aria-hidden /> : <Radio aria-hidden />}
      {sandbox ? 'Sandbox' : 'Live'}
    </span>
  )
}

/** Shows the workspace looked at and changes to another. */
export function WorkspaceSwitcher({ narrow }: { narrow?: boolean }) {
  const workspaces = useWorkspaces()
  const workspace = useWorkspace()
  const navigate = useNavigate()
  if (!workspace) return <Skeleton className="h-12 w-full rounded-md" />
  const sandbox = workspace.mode === 'sandbox'
  const trigger = (
    <button
      type="button"
      aria-label={narrow ? `Workspace ${workspace.name}, ${workspace.mode}` : undefined}
      className={cn(
        'flex items-center gap-2.5 rounded-md border text-left calm transition-colors',
        sandbox ? 'border-warn/45 bg-warn-soft/55 hover:bg-warn-soft' : 'border-ok/40 bg-ok-soft/55 hover:bg-ok-soft',
        narrow ? 'size-10 justify-center' : 'w-full px-2.5 py-2',
      )}
    >
      {narrow ? (
        sandbox ? (
          <FlaskConical className="size-4.5 text-warn-ink" />
        ) : (
          <Radio className="size-4.5 text-ok-ink" />
        )
      ) : (
        <>
          <span className="min-w-0 flex-1">
            <span className="sr-only">Workspace </span>
            <span className="block truncate text-base font-semibold text-ink">{workspace.name}</span>
            <ModeChip mode={workspace.mode} className="mt-0.5 -ml-0.5 bg-transparent px-0.5" />
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" />
        </>
      )}
    </button>
  )
  return (
    <Menu
      trigger={trigger}
      align="start"
      className="w-64"
      sections={[
        {
          title: 'Workspaces',
          items: (workspaces.data ?? []).map((item) => ({
            label: item.name,
            hint: item.mode === 'sandbox' ? 'Sandbox: nothing leaves this machine' : 'Live: texts reach real people',
            icon:
              item.mode === 'sandbox' ? <FlaskConical className="text-warn-ink" /> : <Radio className="text-ok-ink" />,
            checked: item.id === workspace.id,
            onSelect: () => {
              void enterWorkspace(item.id)
              void navigate('/crm/dashboard')
            },
          })),
        },
        {
          items: [
            { label: 'New workspace', icon: <Plus />, onSelect: () => void navigate('/crm/settings/workspaces') },
          ],
        },
      ]}
    />
  )
}
