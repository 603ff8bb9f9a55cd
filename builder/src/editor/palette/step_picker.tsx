import { handlesOf, titleOf, type GraphNode } from '@soniarose/graph'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from '../../ui/cn.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchInput } from '../../ui/input.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useUi } from '../editor_context.tsx'
import { CATEGORY_TITLES, lookOf } from '../kind_look.ts'
import type { AddTarget } from '../store/ui_store.ts'
import { paletteItems, searchItems, type PaletteItem } from './palette_items.ts'

/** The list of steps that opens at a “+”, by A or Tab: type to find one, Enter adds it where it was asked for. */
export function StepPicker({ commands }: { commands: Commands }) {
  const { ui } = useEditor()
  const target = useUi((state) => state.adding)
  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => {
        if (!open) ui.getState().set({ adding: null })
      }}
      title="Add a step"
      description={<TargetInWords target={target} />}
      size="sm"
    >
      {target ? (
        <PickerList
          target={target}
          onPick={(item) => {
            ui.getState().set({ adding: null })
            commands.add(item.step, target)
          }}
        />
      ) : null}
    </Dialog>
  )
}

function TargetInWords({ target }: { target: AddTarget | null }) {
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const named = (id: string | undefined): GraphNode | undefined => graph.nodes.find((node) => node.id === id)
  if (target?.kind === 'handle') {
    const source = named(target.source)
    if (!source) return null
    const handles = handlesOf(source, context, graph)
    const handle = handles.find((each) => each.id === target.sourceHandle)
    return `After “${titleOf(source)}”${handles.length > 1 && handle ? `, by “${handle.label}”` : ''}`
  }
  if (target?.kind === 'edge') {
    const edge = graph.edges.find((each) => each.id === target.edgeId)
    const [source, next] = [named(edge?.source), named(edge?.target)]
    return source && next ? `Between “${titleOf(source)}” and “${titleOf(next)}”` : null
  }
  return 'Onto the canvas'
}

function PickerList({ target, onPick }: { target: AddTarget; onPick: (item: PaletteItem) => void }) {
  const context = useGraphState((state) => state.context)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const items = useMemo(() => {
    const all = paletteItems(context).filter((item) => target.kind === 'free' || !item.isStart)
    return searchItems(all, query)
  }, [context, query, target.kind])
  useEffect(() => setAt(0), [query])
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((now) => Math.min(now + 1, items.length - 1))
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(now - 1, 0))
    else if (event.key === 'Enter' && items[at]) onPick(items[at])
    else return
    event.preventDefault()
  }

  return (
    <div role="presentation" onKeyDown={onKeyDown}>
      <SearchInput value={query} onChange={setQuery} label="Find a step" autoFocus />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Steps"
        tabIndex={-1}
        className="mt-2 max-h-[46vh] overflow-y-auto"
      >
        {items.map((item, index) => (
          <PickerRow
            key={item.key}
            item={item}
            chosen={index === at}
            first={items[index - 1]?.category !== item.category && query === ''}
            onPick={onPick}
            onPoint={() => setAt(index)}
          />
        ))}
        {items.length === 0 ? <p className="px-2 py-4 text-sm text-ink-faint">No step is called that.</p> : null}
      </div>
      <p role="status" className="sr-only">
        {items[at] ? `${items[at].title}, ${at + 1} of ${items.length}` : 'Nothing found'}
      </p>
    </div>
  )
}

interface PickerRowProps {
  item: PaletteItem
  chosen: boolean
  /** Begins a category, and so says its name. */
  first: boolean
  onPick: (item: PaletteItem) => void
  onPoint: () => void
}

function PickerRow({ item, chosen, first, onPick, onPoint }: PickerRowProps) {
  const { Icon, tile } = lookOf(item.step.kind)
  return (
    <>
      {first ? (
        <p aria-hidden className="px-2 pt-3 pb-1 text-xs font-semibold text-ink-faint">
          {item.category === 'plugins' ? 'Plugins' : CATEGORY_TITLES[item.category]}
        </p>
      ) : null}
      <button
        type="button"
        tabIndex={-1}
        role="option"
        aria-selected={chosen}
        onClick={() => onPick(item)}
        onPointerMove={onPoint}
        className={cn(
          'flex w-full cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-left',
          chosen && 'bg-hover',
        )}
      >
        <span aria-hidden className={cn('grid size-8 shrink-0 place-items-center rounded-sm', tile)}>
          <Icon className="size-4.5" />
        </span>
        <span className="min-w-0">
          <span className="block text-base font-medium text-ink">{item.title}</span>
          <span className="block truncate text-xs text-ink-faint">{item.description}</span>
        </span>
      </button>
    </>
  )
}
