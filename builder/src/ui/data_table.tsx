import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Checkbox } from './checkbox.tsx'
import { cn } from './cn.ts'
import { Skeleton } from './skeleton.tsx'

export interface Column<T> {
  id: string
  header: ReactNode
  cell: (row: T) => ReactNode
  align?: 'left' | 'right'
  /** Hides the column on screens narrower than this. */
  from?: 'sm' | 'md' | 'lg' | 'xl'
  className?: string
}

interface DataTableProps<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  /** Where a row leads; the whole row can be clicked, and Enter opens it. */
  rowTo?: (row: T) => string
  loading?: boolean
  /** Shown instead of rows when there are none. */
  empty?: ReactNode
  selection?: ReadonlySet<string>
  onSelection?: (next: ReadonlySet<string>) => void
  rowLabel?: (row: T) => string
}

const fromClass = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' }

/**
 * A table of rows from the server. Arrow keys or J/K move between rows, Enter opens, X selects.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, loading, empty, selection, onSelection } = props
  const body = useRef<HTMLTableSectionElement>(null)
  if (!loading && rows.length === 0) return <>{empty}</>
  const all = rows.length > 0 && rows.every((row) => selection?.has(rowKey(row)))
  const toggleAll = (checked: boolean) => onSelection?.(new Set(checked ? rows.map(rowKey) : []))
  return (
    <div className="overflow-x-auto rounded-[inherit]">
      <table aria-label={label} aria-busy={loading} className="w-full border-collapse text-left text-base">
        <thead>
          <tr className="border-b border-line">
            {selection ? (
              <th className="w-11 py-2 pl-4.5">
                <Checkbox
                  checked={all}
                  indeterminate={!all && selection.size > 0}
                  onChange={toggleAll}
                  label="Select all shown"
                  hideLabel
                />
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cn(
                  'px-3 py-2 text-xs font-semibold whitespace-nowrap text-ink-faint first:pl-4.5 last:pr-4.5 max-sm:px-2 max-sm:last:pr-3',
                  column.align === 'right' && 'text-right',
                  column.from && fromClass[column.from],
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={(event) => moveRow(event)}>
          {loading && rows.length === 0
            ? Array.from({ length: 8 }, (_, index) => (
                <SkeletonRow key={index} columns={columns} selectable={Boolean(selection)} />
              ))
            : rows.map((row) => <Row key={rowKey(row)} row={row} {...props} />)}
        </tbody>
      </table>
    </div>
  )
}

function moveRow(event: KeyboardEvent<HTMLElement>) {
  const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return
  const next = {
    ArrowDown: row.nextElementSibling,
    j: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    k: row.previousElementSibling,
  }[event.key]
  if (next instanceof HTMLElement) {
    event.preventDefault()
    next.focus()
  }
}

function Row<T>({ row, columns, rowKey, rowTo, selection, onSelection, rowLabel }: DataTableProps<T> & { row: T }) {
  const navigate = useNavigate()
  const key = rowKey(row)
  const selected = selection?.has(key) ?? false
  const select = (on: boolean) => {
    const next = new Set(selection)
    if (on) next.add(key)
    else next.delete(key)
    onSelection?.(next)
  }
  const open = () => {
    if (rowTo) void navigate(rowTo(row))
  }
  return (
    <tr
      tabIndex={rowTo || selection ? 0 : undefined}
      data-selected={selected || undefined}
      onClick={(event) => {
        // A menu or a window that opened from the row isn't in it, though its clicks come here.
        if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return
        if (event.target.closest('a, button, input, label, [role=checkbox]') === null) open()
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter') open()
        if (event.key === 'x' && selection) select(!selected)
      }}
      className={cn(
        'border-b border-line outline-offset-[-2px] last:border-0 data-[selected]:bg-rose-soft/60',
        rowTo && 'cursor-pointer calm transition-colors hover:bg-hover',
      )}
    >
      {selection ? (
        <td className="py-2.5 pl-4.5">
          <Checkbox checked={selected} onChange={select} label={`Select ${rowLabel?.(row) ?? 'this row'}`} hideLabel />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn(
            'px-3 py-2.5 align-middle first:pl-4.5 last:pr-4.5 max-sm:px-2 max-sm:last:pr-3',
            column.align === 'right' && 'nums text-right',
            column.from && fromClass[column.from],
            column.className,
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function SkeletonRow<T>({ columns, selectable }: { columns: readonly Column<T>[]; selectable: boolean }) {
  return (
    <tr className="border-b border-line last:border-0">
      {selectable ? (
        <td className="pl-4.5">
          <Skeleton className="size-4.5" />
        </td>
      ) : null}
      {columns.map((column, index) => (
        <td key={column.id} className={cn('px-3 py-3.5 first:pl-4.5', column.from && fromClass[column.from])}>
          <Skeleton className={index === 0 ? 'h-4 w-36' : 'h-3.5 w-16'} />
        </td>
      ))}
    </tr>
  )
}
