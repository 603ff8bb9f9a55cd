const KEPT = 400

/** A fingerprint of all that happened, and its last lines. */
export class TraceHash {
  #a = 0x811c9dc5
  #b = 0x01000193
  readonly #last: string[] = []
  /** All lines, when somebody wants to read them. */
  readonly lines: string[] | null

  constructor(keepAll = false) {
    this.lines = keepAll ? [] : null
  }

  add(line: string): void {
    for (let index = 0; index < line.length; index++) {
      const unit = line.charCodeAt(index)
      this.#a = Math.imul(this.#a ^ unit, 0x01000193)
      this.#b = Math.imul(this.#b + unit, 0x85ebca6b) ^ (this.#b >>> 13)
    }
    this.#last.push(line)
    if (this.#last.length > KEPT * 2) this.#last.splice(0, KEPT)
    this.lines?.push(line)
  }

  get digest(): string {
    return (this.#a >>> 0).toString(16).padStart(8, '0') + (this.#b >>> 0).toString(16).padStart(8, '0')
  }

  tail(count: number): string[] {
    return this.#last.slice(-count)
  }
}
