import { NODE_CATEGORIES } from '@soniarose/graph'
import { PanelLeftClose } from 'lucide-react'
import { useMemo, useState } from 'react'
import { cn } from '../../ui/cn.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { writeDraggedStep } from '../canvas/dragged_step.ts'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState } from '../editor_context.tsx'
import { CATEGORY_TITLES, lookOf } from '../kind_look.ts'
import { paletteItems, searchItems, type PaletteItem } from './palette_items.ts'

/** The steps that can be added: drag one onto the canvas, or click it to add it after the chosen step. */
export function Palette({ commands }: { commands: Commands }) {
  const { ui } = useEditor()
  const context = useGraphState((state) => state.context)
  const [query, setQuery] = useState('')
  const items = useMemo(() => searchItems(paletteItems(context), query), [context, query])
  const add = (item: PaletteItem) => commands.add(item.step, commands.placeForNext(item.step))
  return (
    <aside aria-label="Steps" className="hidden w-58 shrink-0 flex-col border-r border-line bg-sunken md:flex">
      <div className="flex items-center gap-1 p-2.5 pb-1.5">
        <SearchInput value={query} onChange={setQuery} label="Find a step" className="flex-1" />
        <IconButton
          size="sm"
          label="Hide the steps"
          icon={<PanelLeftClose />}
          onClick={() => ui.getState().set({ paletteOpen: false })}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
        {items.length === 0 ? <p className="px-1.5 py-3 text-sm text-ink-faint">No step is called that.</p> : null}
        {query
          ? items.map((item) => <PaletteRow key={item.key} item={item} onAdd={add} />)
          : [...NODE_CATEGORIES, 'plugins' as const].map((category) => (
              <PaletteGroup
                key={category}
                title={category === 'plugins' ? 'Plugins' : CATEGORY_TITLES[category]}
                items={items.filter((item) => item.category === category)}
                onAdd={add}
              />
            ))}
      </div>
    </aside>
  )
}

interface PaletteGroupProps {
  title: string
  items: readonly PaletteItem[]
  onAdd: (item: PaletteItem) => void
}

function PaletteGroup({ title, items, onAdd }: PaletteGroupProps) {
  if (items.length === 0) return null
  return (
    <section>
      <h2 className="px-1.5 pt-3 pb-1 text-xs font-semibold text-ink-faint">{title}</h2>
      {items.map((item) => (
        <PaletteRow key={item.key} item={item} onAdd={onAdd} />
      ))}
    </section>
  )
}

function PaletteRow({ item, onAdd }: { item: PaletteItem; onAdd: (item: PaletteItem) => void }) {
  const { Icon, tile } = lookOf(item.step.kind)
  return (
    <button
      type="button"
      draggable
      title={item.description}
      onDragStart={(event) => writeDraggedStep(event.dataTransfer, item.step)}
      onClick={() => onAdd(item)}
      className="flex w-full cursor-grab items-center gap-2.5 rounded-md px-1.5 py-1 text-left text-base text-ink calm transition-colors hover:bg-hover active:cursor-grabbing"
    >
      <span aria-hidden className={cn('grid size-7 shrink-0 place-items-center rounded-sm', tile)}>
        <Icon className="size-4" />
      </span>
      <span className="truncate">{item.title}</span>
    </button>
  )
}
