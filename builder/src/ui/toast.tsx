import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'

const manager = Base.createToastManager()

interface ToastOptions {
  description?: string
  /** A way back or onwards, such as Undo. */
  action?: { label: string; onClick: () => void }
}

function show(type: 'success' | 'error' | 'info', title: string, options: ToastOptions = {}) {
  manager.add({
    type,
    title,
    description: options.description,
    timeout: type === 'error' ? 9000 : options.action ? 8000 : 4500,
    priority: type === 'error' ? 'high' : 'low',
    actionProps: options.action ? { children: options.action.label, onClick: options.action.onClick } : undefined,
  })
}

/** Says in passing that something happened; also read out by screen readers. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show('success', title, options),
  error: (title: string, options?: ToastOptions) => show('error', title, options),
  info: (title: string, options?: ToastOptions) => show('info', title, options),
}

const marks: Record<string, ReactNode> = {
  success: <CircleCheck className="size-5 text-ok" />,
  error: <CircleAlert className="size-5 text-bad" />,
  info: <Info className="size-5 text-info" />,
}

/** Where toasts appear; once a page. */
export function Toaster({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed bottom-4 left-4 z-70 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts } = Base.useToastManager()
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      // It is a dialog to screen readers, but never takes the keys from the page.
      data-nonmodal
      swipeDirection={['left', 'down']}
      className="rounded-lg border border-line bg-raised shadow-overlay calm transition-[opacity,transform] data-[ending-style]:-translate-x-4 data-[ending-style]:opacity-0 data-[limited]:opacity-0 data-[starting-style]:translate-y-3 data-[starting-style]:opacity-0"
    >
      <Base.Content className="flex items-start gap-3 p-3.5">
        {marks[item.type ?? 'info']}
        <div className="min-w-0 flex-1">
          <Base.Title className="text-base font-medium text-ink" />
          <Base.Description className="mt-0.5 text-sm text-ink-soft" />
          <Base.Action className="mt-2 h-7 rounded-sm bg-rose-soft px-2.5 text-sm font-medium text-rose-ink hover:bg-rose-soft/70" />
        </div>
        <Base.Close
          aria-label="Dismiss"
          className="-mt-0.5 -mr-1 grid size-6 place-items-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3.5" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
