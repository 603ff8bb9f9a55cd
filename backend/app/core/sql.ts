/** The parameters of a statement that is put together: values never become part of its text. */
export class Parameters {
  readonly values: unknown[]

  constructor(first: readonly unknown[] = []) {
    this.values = [...first]
  }

  /** Keeps a value and returns its place, `$3`. */
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  /** Keeps the values of a condition that numbers its own places from where it is told; returns it in brackets. */
  place(condition: { sql: (firstParameter: number) => string; values: readonly unknown[] }): string {
    const text = condition.sql(this.values.length + 1)
    this.values.push(...condition.values)
    return `(${text})`
  }
}
