import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { db } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { storable } from '#app/core/http/body'
import { csvCell, csvLine } from '#app/imports/csv_cells'
import { columnOf, readRow, type Column, type ImportRow } from '#app/imports/read_row'
import { delimiterOf, encodingOf, readText } from '#app/imports/read_text'
import { storeRows, type ImportOrder } from '#app/imports/store_rows'
import { announce } from '#app/live/hub'

const BATCH = 1_000
/** Rows with errors that are given back; beyond them only the number is kept. */
const KEPT_ERRORS = 10_000
/** Signs of them, for rows of thousands of cells. */
const KEPT_SIGNS = 8 * 1024 * 1024

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
  #signs = 0
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
      `UPDATE contact_imports SET status = $2, total = $3, created = $4, updated = $5, failed = $6, error = $7, errors_csv = coalesce($8, errors_csv),
              finished_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END WHERE id = $1`,
      [
        this.#order.importId,
        status,
        total,
        created,
        updated,
        failed,
        error,
        status === 'running' ? null : this.errorsCsv,
      ],
    )
  }

  #takeHeadings(cells: string[]): void {
    this.#columns = cells.map(columnOf)
    if (!this.#columns.some((column) => column.kind === 'phone'))
      throw new UnreadableFile('The first line must name the columns, one of them "phone".')
    this.#errors.push(csvLine(['line', 'reason', ...cells.map((cell) => csvCell(storable(cell)))]))
  }

  #refuse(cells: string[], line: number, reason: string): void {
    this.progress.failed += 1
    if (this.#errors.length > KEPT_ERRORS || this.#signs > KEPT_SIGNS) return
    const kept = cells.map((cell) => csvCell(storable(cell.slice(0, 500))))
    const row = csvLine([String(line), csvCell(storable(reason)), ...kept])
    this.#signs += row.length
    this.#errors.push(row)
  }
}

/** A file that is no CSV of contacts; its message is for the person who sent it. */
class UnreadableFile extends Error {}

const parser = (delimiter: string) =>
  parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 64 * 1024,
    info: true,
  })

interface ParsedRow {
  record: string[]
  info: { lines: number }
}

async function rowsOf(file: string): Promise<AsyncIterable<ParsedRow>> {
  const encoding = await encodingOf(file)
  const { value: start } = await readText(file, encoding).next()
  const rows = parser(delimiterOf(start ?? ''))
  Readable.from(readText(file, encoding))
    .on('error', (error) => rows.destroy(error))
    .pipe(rows)
  return rows as AsyncIterable<ParsedRow>
}

/** Reads a spooled file row by row and stores it batch by batch; deletes the file. Never throws: the row says how it went. */
export async function runImport(order: ImportOrder, file: string): Promise<void> {
  const run = new ImportRun(order)
  try {
    for await (const { record, info } of await rowsOf(file)) await run.take(record, info.lines)
    await run.flush()
    await run.save('completed', null)
  } catch (error) {
    const told = await endBroken(run, error)
    if (!(told instanceof UnreadableFile)) process.stderr.write(`import ${order.importId} failed: ${String(told)}\n`)
  } finally {
    await rm(file, { force: true })
    announce(order.workspaceId, 'contacts', 'imports')
  }
}

/**
 * What was read before a row that can't be is good, and is stored. @returns what it ended of: that fault, or the one that
 * kept the rest from being stored, or both from being told
 */
async function endBroken(run: ImportRun, error: unknown): Promise<unknown> {
  let told = error
  try {
    if (error instanceof CsvError) await run.flush()
  } catch (unstored) {
    told = unstored
  }
  try {
    await run.save('failed', sentence(told))
  } catch (untold) {
    return new AggregateError([told, untold], `${String(told)}; nor could it be told: ${String(untold)}`)
  }
  return told
}

function sentence(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message
  if (error instanceof CsvError) {
    const where = typeof error.lines === 'number' ? ` near line ${error.lines}` : ''
    const what = error.code.slice(4).toLowerCase().replaceAll('_', ' ')
    return `This is not a CSV file that can be read${where} (${what}). The rows before it are imported.`
  }
  return 'The import was broken off by a fault of ours. Start it again: nobody is doubled by it.'
}
