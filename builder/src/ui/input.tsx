import { Input as Base } from '@base-ui/react/input'
import { Search, X } from 'lucide-react'
import { useLayoutEffect, useRef, type ComponentProps } from 'react'
import { cn } from './cn.ts'

/** The look of every text control; phones get 16 px so that they don't zoom in. */
export const controlLook =
  'w-full min-w-0 rounded-md border border-control/75 bg-raised px-3 text-base text-ink calm transition-[border-color,box-shadow] hover:border-control focus:border-rose focus:outline-none focus:ring-3 focus:ring-rose/20 disabled:opacity-55 data-[invalid]:border-bad aria-[invalid=true]:border-bad max-sm:text-[16px]'

/** A one-line text control. Inside a `Field` it is labelled by it. */
export function Input({ className, ...rest }: ComponentProps<typeof Base>) {
  return <Base data-slot="input" className={cn(controlLook, 'h-9', className?.toString())} {...rest} />
}

type TextareaProps = ComponentProps<'textarea'> & { autoGrow?: boolean }

/** A text control of several lines; with `autoGrow` it is as high as its text. */
export function Textarea({ className, autoGrow, ...rest }: TextareaProps) {
  const ref = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const area = ref.current
    if (!autoGrow || !area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`
  }, [autoGrow, rest.value])
  return (
    <Base
      ref={undefined}
      render={
        <textarea
          ref={ref}
          data-slot="textarea"
          className={cn(controlLook, 'min-h-20 py-2 leading-normal', className)}
          {...rest}
        />
      }
    />
  )
}

interface SearchInputProps {
  value: string
  onChange: (value: string) => void
  label: string
  placeholder?: string
  className?: string
  autoFocus?: boolean
}

/** A search control; `/` puts the focus here on pages that have one. */
export function SearchInput({ value, onChange, label, placeholder, className, autoFocus }: SearchInputProps) {
  return (
    <div className={cn('relative min-w-0', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        className={cn(controlLook, 'h-9 pr-8 pl-9 [&::-webkit-search-cancel-button]:hidden')}
      />
      {value ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => onChange('')}
          className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3.5" />
        </button>
      ) : null}
    </div>
  )
}
