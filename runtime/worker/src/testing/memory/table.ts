import type { Change, TableName, Tables } from './rows.ts'

/** Rows by id. They are never changed in place, so a row that was read stays what it was. */
export class Table<Name extends TableName> {
  readonly #name: Name
  readonly #rows = new Map<string, Tables[Name]>()
  readonly #changed: (change: Change) => void

  constructor(name: Name, changed: (change: Change) => void) {
    this.#name = name
    this.#changed = changed
  }

  get(id: string): Tables[Name] | undefined {
    return this.#rows.get(id)
  }

  /** @throws when there is no such row: the caller knows that there is */
  need(id: string): Tables[Name] {
    const row = this.#rows.get(id)
    if (!row) throw new Error(`${this.#name} has no row ${id}`)
    return row
  }

  rows(): IterableIterator<Tables[Name]> {
    return this.#rows.values()
  }

  /** @throws as a unique index would */
  insert(row: Tables[Name]): void {
    if (this.#rows.has(row.id)) throw new UniqueViolation(`${this.#name}_pkey`)
    this.put(row)
  }

  /** Changes some columns of a row that exists. */
  update(id: string, columns: Partial<Tables[Name]>): void {
    this.put({ ...this.need(id), ...columns })
  }

  put(row: Tables[Name]): void {
    const before = this.#rows.get(row.id) ?? null
    this.#rows.set(row.id, row)
    this.#changed({ table: this.#name, before, after: row } as Change)
  }

  delete(id: string): void {
    const before = this.#rows.get(id)
    if (!before) return
    this.#rows.delete(id)
    this.#changed({ table: this.#name, before, after: null } as Change)
  }

  /** Puts back what was there, without saying so. */
  restore(id: string, before: Tables[Name] | null): void {
    if (before) this.#rows.set(id, before)
    else this.#rows.delete(id)
  }
}

/** Two rows that may not both be. */
export class UniqueViolation extends Error {
  override name = 'UniqueViolation'
  readonly constraint: string

  constructor(constraint: string) {
    super(`duplicate key value violates unique constraint "${constraint}"`)
    this.constraint = constraint
  }
}
