import { Dialog as Base } from '@base-ui/react/dialog'
import { CornerDownLeft, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from '../ui/cn.ts'
import { scrimLook } from '../ui/dialog.tsx'
import { Kbd, Keys } from '../ui/kbd.tsx'
import { usePaletteItems, type PaletteItem } from './palette_items.tsx'
import { useShell } from './shell_state.ts'

/** Finds contacts, segments, workflows, pages and actions by a few letters. */
export function CommandPalette() {
  const { paletteOpen, set } = useShell()
  const [query, setQuery] = useState('')
  const close = () => set({ paletteOpen: false })
  return (
    <Base.Root open={paletteOpen} onOpenChange={(open) => set({ paletteOpen: open })}>
      <Base.Portal>
        <Base.Backdrop className={scrimLook} />
        <Base.Popup className="fixed top-[12vh] left-1/2 z-50 flex max-h-[min(30rem,76vh)] w-[min(38rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-overlay outline-none calm transition-[opacity,transform] data-[ending-style]:scale-98 data-[ending-style]:opacity-0 data-[starting-style]:scale-98 data-[starting-style]:opacity-0">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <PaletteBody query={query} onQuery={setQuery} onDone={close} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface PaletteBodyProps {
  query: string
  onQuery: (query: string) => void
  onDone: () => void
}

function PaletteBody({ query, onQuery, onDone }: PaletteBodyProps) {
  const items = usePaletteItems(useDeferredValue(query.trim()))
  const [index, setIndex] = useState(0)
  const active = Math.min(index, Math.max(0, items.length - 1))
  const listId = useId()
  const listRef = useRef<HTMLUListElement>(null)
  useEffect(() => {
    listRef.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return
    onDone()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setIndex((active + step + items.length) % Math.max(1, items.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(items[active])
    }
  }
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4.5 text-ink-faint" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={items[active] ? `${listId}-${active}` : undefined}
          aria-label="Search contacts, segments, workflows, pages and actions"
          placeholder="Search contacts, segments, workflows, pages…"
          value={query}
          onChange={(event) => {
            onQuery(event.target.value)
            setIndex(0)
          }}
          onKeyDown={onKeyDown}
          className="h-13 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <ul id={listId} ref={listRef} role="listbox" aria-label="Results" className="min-h-0 flex-1 overflow-y-auto p-2">
        {items.length === 0 ? (
          <li className="px-3 py-8 text-center text-base text-ink-faint">Nothing matches “{query}”.</li>
        ) : null}
        {items.map((item, position) => (
          <PaletteRow
            key={item.id}
            id={`${listId}-${position}`}
            item={item}
            heading={items[position - 1]?.group !== item.group}
            active={position === active}
            onPoint={() => setIndex(position)}
            onChoose={() => choose(item)}
          />
        ))}
      </ul>
    </>
  )
}

interface PaletteRowProps {
  id: string
  item: PaletteItem
  heading: boolean
  active: boolean
  onPoint: () => void
  onChoose: () => void
}

function PaletteRow({ id, item, heading, active, onPoint, onChoose }: PaletteRowProps) {
  return (
    <>
      {heading ? (
        <li role="presentation" className="px-3 pt-3 pb-1 text-xs font-medium text-ink-faint first:pt-1">
          {item.group}
        </li>
      ) : null}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the input's, by aria-activedescendant */}
      <li
        id={id}
        role="option"
        aria-selected={active}
        onPointerMove={onPoint}
        onClick={onChoose}
        className={cn(
          'flex h-10 items-center gap-3 rounded-md px-3 text-base [&_svg]:size-4.5',
          active ? 'bg-rose-soft text-rose-ink' : 'text-ink',
        )}
      >
        <span className={active ? 'text-rose-ink' : 'text-ink-faint'}>{item.icon}</span>
        <span className="min-w-0 flex-1 truncate">
          {item.label}
          {item.hint ? (
            <span className={cn('ml-2 text-sm', active ? 'text-rose-ink' : 'text-ink-faint')}>{item.hint}</span>
          ) : null}
        </span>
        {active ? <CornerDownLeft aria-hidden className="size-4" /> : item.keys ? <Keys combo={item.keys} /> : null}
      </li>
    </>
  )
}
