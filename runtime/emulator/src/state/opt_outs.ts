/** Twilio's own block list: who has opted out from which sender number or Messaging Service. */
export class OptOuts {
  #blocked = new Set<string>()

  /** `scope`: the sender's number, or the service's SID when it belongs to one. */
  has(scope: string, phone: string): boolean {
    return this.#blocked.has(`${scope} ${phone}`)
  }

  /** True when it is new. */
  add(scope: string, phone: string): boolean {
    const key = `${scope} ${phone}`
    if (this.#blocked.has(key)) return false
    this.#blocked.add(key)
    return true
  }

  /** True when there was one. */
  remove(scope: string, phone: string): boolean {
    return this.#blocked.delete(`${scope} ${phone}`)
  }

  all(): Array<{ scope: string; phone: string }> {
    return [...this.#blocked].map((key) => {
      const [scope = '', phone = ''] = key.split(' ')
      return { scope, phone }
    })
  }

  clear(): void {
    this.#blocked.clear()
  }
}
