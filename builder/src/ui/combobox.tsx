import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { cn } from './cn.ts'
import { controlLook } from './input.tsx'
import { popupLook } from './popup_look.ts'
import { optionLook } from './select.tsx'

export interface ComboboxOption {
  value: string
  label: string
  hint?: string
}

interface ComboboxProps {
  value: ComboboxOption | null
  onChange: (value: ComboboxOption | null) => void
  options: readonly ComboboxOption[]
  label?: string
  placeholder?: string
  /** Called as the query changes; give it when the server does the searching. */
  onQuery?: (query: string) => void
  emptyText?: string
  className?: string
}

/** Chooses one option of many by typing. */
export function Combobox({
  value,
  onChange,
  options,
  label,
  placeholder,
  onQuery,
  emptyText,
  className,
}: ComboboxProps) {
  return (
    <Base.Root<ComboboxOption>
      items={options}
      value={value}
      onValueChange={(next, details) => (details.reason === 'escape-key' ? details.cancel() : onChange(next))}
      onInputValueChange={onQuery}
      isItemEqualToValue={(a, b) => a.value === b.value}
      filter={onQuery ? null : undefined}
    >
      <Base.Input aria-label={label} placeholder={placeholder} className={cn(controlLook, 'h-9', className)} />
      <OptionList emptyText={emptyText} />
    </Base.Root>
  )
}

interface TagsInputProps {
  value: readonly string[]
  onChange: (value: string[]) => void
  suggestions: readonly string[]
  label?: string
  placeholder?: string
}

/** Chooses any number of words, as chips; words that don't exist yet can be typed. */
export function TagsInput({ value, onChange, suggestions, label, placeholder }: TagsInputProps) {
  const [query, setQuery] = useState('')
  const typed = query.trim()
  const known = suggestions.filter((tag) => !value.includes(tag))
  const items = typed && !suggestions.includes(typed) && !value.includes(typed) ? [...known, typed] : known
  return (
    <Base.Root<string, true>
      multiple
      items={items}
      value={[...value]}
      onValueChange={(next, details) => {
        // Escape closes the list; it must never take what was chosen.
        if (details.reason === 'escape-key') return details.cancel()
        onChange(next)
        setQuery('')
      }}
      inputValue={query}
      onInputValueChange={setQuery}
    >
      <Base.Chips
        className={cn(controlLook, 'flex min-h-9 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:border-rose')}
      >
        {value.map((tag) => (
          <Base.Chip
            key={tag}
            className="flex h-6 items-center gap-1 rounded-sm bg-rose-soft pr-1 pl-2 text-sm text-rose-ink outline-none data-[highlighted]:ring-2 data-[highlighted]:ring-rose"
          >
            {tag}
            <Base.ChipRemove
              aria-label={`Remove ${tag}`}
              className="grid size-4.5 place-items-center rounded-xs hover:bg-hover"
            >
              <X className="size-3" />
            </Base.ChipRemove>
          </Base.Chip>
        ))}
        <Base.Input
          aria-label={label}
          placeholder={value.length ? '' : placeholder}
          className="h-6 min-w-20 flex-1 bg-transparent px-1.5 outline-none max-sm:text-[16px]"
          onKeyDown={(event) => {
            if (event.key !== ',' || !typed) return
            event.preventDefault()
            if (!value.includes(typed)) onChange([...value, typed])
            setQuery('')
          }}
        />
      </Base.Chips>
      <OptionList creating={typed} known={suggestions} emptyText="Type a word, then Enter" />
    </Base.Root>
  )
}

interface OptionListProps {
  emptyText?: string
  creating?: string
  known?: readonly string[]
}

function OptionList({ emptyText = 'Nothing found', creating, known = [] }: OptionListProps) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={6} className="z-55">
        <Base.Popup className={cn(popupLook, 'min-w-[var(--anchor-width)] overflow-y-auto p-1')}>
          <Base.Empty className="px-2.5 py-2 text-sm text-ink-faint empty:hidden">{emptyText}</Base.Empty>
          <Base.List>
            {(item: ComboboxOption | string) => {
              const option = typeof item === 'string' ? { value: item, label: item } : item
              const isNew = creating === option.value && !known.includes(option.value)
              return (
                <Base.Item key={option.value} value={item} className={optionLook}>
                  <span className="min-w-0">
                    <span className="truncate">{isNew ? `Add “${option.label}”` : option.label}</span>
                    {'hint' in option && option.hint ? (
                      <span className="block text-xs text-ink-faint">{option.hint}</span>
                    ) : null}
                  </span>
                  <Base.ItemIndicator>
                    <Check className="size-4 text-rose-ink" />
                  </Base.ItemIndicator>
                </Base.Item>
              )
            }}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
