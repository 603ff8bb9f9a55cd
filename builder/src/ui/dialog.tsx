import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { Field } from './field.tsx'
import { IconButton } from './icon_button.tsx'
import { Input } from './input.tsx'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
}

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl' }

/** A modal window; on phones it is a sheet at the bottom. */
export function Dialog({ open, onOpenChange, title, description, children, footer, size = 'md' }: DialogProps) {
  const body = useRef<HTMLDivElement>(null)
  return (
    <Base.Root
      open={open}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={(isOpen) => (isOpen ? undefined : keepFocus())}
    >
      <Base.Portal>
        <Base.Backdrop className={scrimLook} />
        <Base.Viewport className="fixed inset-0 z-50 grid items-end justify-items-center overflow-y-auto sm:items-center sm:p-6">
          <Base.Popup
            initialFocus={() => firstControl(body.current)}
            className={cn(
              'flex max-h-[92dvh] w-full flex-col rounded-t-xl border border-line bg-surface shadow-overlay outline-none calm transition-[opacity,transform] data-[ending-style]:translate-y-3 data-[ending-style]:opacity-0 data-[starting-style]:translate-y-3 data-[starting-style]:opacity-0 sm:rounded-xl',
              widths[size],
            )}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-4.5 pb-3">
              <div className="min-w-0">
                <Base.Title className="text-lg font-semibold wrap-anywhere text-ink">{title}</Base.Title>
                {description ? (
                  <Base.Description className="mt-1 text-base wrap-anywhere text-ink-soft">
                    {description}
                  </Base.Description>
                ) : null}
              </div>
              <Base.Close
                render={<IconButton label="Close" tooltip={false} size="sm" icon={<X />} className="-mt-0.5 -mr-1.5" />}
              />
            </header>
            <div ref={body} className="min-h-0 overflow-y-auto px-5 pb-5">
              {children}
            </div>
            {footer ? (
              <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">{footer}</footer>
            ) : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Where the window was opened from may have gone with what was deleted in it: the keyboard then goes on in the page. */
function keepFocus() {
  if (document.activeElement === document.body) document.querySelector('main')?.focus()
}

/** Where the focus begins: the window's first control, else (true) the window's own choice. */
function firstControl(body: HTMLElement | null): HTMLElement | true {
  return body?.querySelector<HTMLElement>('input, textarea, [role=combobox], button') ?? true
}

/** The dimmed page behind a modal window. */
export const scrimLook =
  'fixed inset-0 z-50 bg-scrim backdrop-blur-[2px] calm transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: ReactNode
  confirmLabel: string
  /** What leaves all as it is, where “Cancel” could be read as the deed. */
  keepLabel?: string
  onConfirm: () => void
  loading?: boolean
  danger?: boolean
  /** A word that has to be typed first, for what can't be undone. */
  typeToConfirm?: string
  error?: string | null
  /** There is nothing to do it to. */
  disabled?: boolean
}

/** Asks before something that can't be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, onConfirm } = props
  const { loading, danger, typeToConfirm, error, disabled, keepLabel = 'Cancel' } = props
  const [typed, setTyped] = useState('')
  const ready = !typeToConfirm || typed.trim() === typeToConfirm
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{keepLabel}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            loading={loading}
            disabled={!ready || disabled}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {typeToConfirm ? (
        <Field label={<>Type “{typeToConfirm}” to confirm</>} className="mt-1">
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      ) : null}
      {error ? (
        <p role="alert" className="mt-2 text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
    </Dialog>
  )
}
