import { ChevronRight, Menu as MenuIcon } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-router'
import { cn } from '../ui/cn.ts'
import { IconButton } from '../ui/icon_button.tsx'
import { useShell } from './shell_state.ts'

export interface Crumb {
  label: string
  to: string
}

interface PageProps {
  /** Shown at the end of the breadcrumb, and in the browser's tab. */
  title: string
  /** Replaces the title's text in the bar, for example by an editable name. */
  titleSlot?: ReactNode
  crumbs?: readonly Crumb[]
  /** Beside the title: a status, for example. */
  status?: ReactNode
  /** At the right end; the main action last. */
  actions?: ReactNode
  children?: ReactNode
  /** The page fills the window and scrolls its own parts (canvas, inbox). */
  fill?: boolean
  /** How wide the content may get. */
  width?: 'narrow' | 'normal' | 'full'
}

const widths = { narrow: 'max-w-3xl', normal: 'max-w-7xl', full: 'max-w-none' }

/** The frame of every page: the bar with breadcrumb and actions, the browser's title, the content. */
export function Page({ title, titleSlot, crumbs = [], status, actions, children, fill, width = 'normal' }: PageProps) {
  useEffect(() => {
    document.title = `${title} · SoniaRose`
  }, [title])
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={title} titleSlot={titleSlot} crumbs={crumbs} status={status} actions={actions} />
      {fill ? (
        <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      ) : (
        <div data-scroll className="min-h-0 flex-1 overflow-y-auto">
          <div className={cn('mx-auto w-full px-4 py-5 sm:px-6 sm:py-6', widths[width])}>{children}</div>
        </div>
      )}
    </div>
  )
}

type PageHeaderProps = Pick<PageProps, 'title' | 'titleSlot' | 'crumbs' | 'status' | 'actions'>

/** The bar at the top of a page. `Page` draws it; pages with a frame of their own use it directly. */
export function PageHeader({ title, titleSlot, crumbs = [], status, actions }: PageHeaderProps) {
  const setShell = useShell((state) => state.set)
  const parent = crumbs.at(-1)
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2 sm:px-6">
      <IconButton
        label="Open the navigation"
        tooltip={false}
        icon={<MenuIcon />}
        className="lg:hidden"
        onClick={() => setShell({ navOpen: true })}
      />
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <nav
          aria-label="Breadcrumb"
          className={cn('min-w-0 items-center gap-1.5', parent ? 'hidden sm:flex' : 'hidden')}
        >
          {crumbs.map((crumb) => (
            <span key={crumb.to} className="flex shrink-0 items-center gap-1.5">
              <Link to={crumb.to} className="rounded-xs text-base text-ink-faint calm transition-colors hover:text-ink">
                {crumb.label}
              </Link>
              <ChevronRight aria-hidden className="size-3.5 text-ink-faint" />
            </span>
          ))}
        </nav>
        <h1 className="min-w-0 truncate text-lg font-semibold text-ink">{titleSlot ?? title}</h1>
        {status}
      </div>
      {actions ? <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}
