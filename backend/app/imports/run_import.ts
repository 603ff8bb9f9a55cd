import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { db } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { csvCell, csvLine } from '#app/imports/csv_cells'
import { columnOf, readRow, type Column, type ImportRow } from '#app/imports/read_row'
import { storeRows, type ImportOrder } from '#app/imports/store_rows'
import { announce } from '#app/live/hub'

const BATCH = 1_000
/** Rows with errors that are given back; beyond them only the number is kept. */
const KEPT_ERRORS = 10_000

interface Progress {
  total: number
  created: number
  updated: number
  failed: number
}

class ImportRun {
  readonly progress: Progress = { total: 0, created: 0, updated: 0, failed: 0 }
  readonly #order: ImportOrder
  readonly #errors: string[] = []
  #columns: Column[] | null = null
  #batch = new Map<string, ImportRow>()

  constructor(order: ImportOrder) {
    this.#order = order
  }

  get errorsCsv(): string | null {
    return this.#errors.length === 0 ? null : this.#errors.join('')
  }

  /** @throws when the file can't be an import at all, with a sentence that says why */
  async take(cells: string[], line: number): Promise<void> {
    if (this.#columns === null) return this.#takeHeadings(cells)
    this.progress.total += 1
    const read = readRow(this.#columns, cells)
    if (!read.ok) return this.#refuse(cells, line, read.reason)
    // Of two rows with one number in a batch the later counts, as it would in two batches.
    this.#batch.set(read.row.phone, read.row)
    if (this.#batch.size >= BATCH) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#batch.size === 0) return
    const rows = [...this.#batch.values()]
    this.#batch = new Map()
    const stored = await storeRows(this.#order, rows)
    this.progress.created += stored.created
    this.progress.updated += stored.updated
    await this.save('running', null)
    wakeWorkers('runs')
    announce(this.#order.workspaceId, 'contacts', 'imports', 'runs')
  }

  async save(status: 'running' | 'completed' | 'failed', error: string | null): Promise<void> {
    const { total, created, updated, failed } = this.progress
    await db.query(
      `UPDATE contact_imports SET status = $2, total = $3, created = $4, updated = $5, failed = $6, error = $7, errors_csv = $8,
              finished_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END WHERE id = $1`,
      [this.#order.importId, status, total, created, updated, failed, error, this.errorsCsv],
    )
  }

  #takeHeadings(cells: string[]): void {
    this.#columns = cells.map(columnOf)
    if (!this.#columns.some((column) => column.kind === 'phone'))
      throw new UnreadableFile('The first line must name the columns, one of them "phone".')
    this.#errors.push(csvLine(['line', 'reason', ...cells.map((cell) => csvCell(cell))]))
  }

  #refuse(cells: string[], line: number, reason: string): void {
    this.progress.failed += 1
    if (this.#errors.length <= KEPT_ERRORS)
      this.#errors.push(csvLine([String(line), csvCell(reason), ...cells.map((cell) => csvCell(cell.slice(0, 500)))]))
  }
}

/** A file that is no CSV of contacts; its message is for the person who sent it. */
class UnreadableFile extends Error {}

const parser = () =>
  parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 64 * 1024,
    info: true,
  })

/** Reads a spooled file row by row and stores it batch by batch; deletes the file. Never throws: the row says how it went. */
export async function runImport(order: ImportOrder, file: string): Promise<void> {
  const run = new ImportRun(order)
  try {
    const rows = createReadStream(file).pipe(parser()) as AsyncIterable<{ record: string[]; info: { lines: number } }>
    for await (const { record, info } of rows) await run.take(record, info.lines)
    await run.flush()
    await run.save('completed', null)
  } catch (error) {
    await run.save('failed', sentence(error)).catch(() => undefined)
    if (!(error instanceof UnreadableFile)) process.stderr.write(`import ${order.importId} failed: ${String(error)}\n`)
  } finally {
    await rm(file, { force: true })
    announce(order.workspaceId, 'contacts', 'imports')
  }
}

function sentence(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code.startsWith('CSV_'))
    return `This is not a CSV file that can be read (${code.slice(4).toLowerCase().replaceAll('_', ' ')}).`
  return 'The import was broken off by a fault of ours. Start it again: nobody is doubled by it.'
}
