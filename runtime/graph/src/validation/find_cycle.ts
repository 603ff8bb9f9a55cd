import type { GraphIndex } from './graph_index.ts'

/**
 * Every group of nodes that lead round to each other without passing a node that waits.
 * Tarjan's strongly connected components, iterative so that a long chain can't exhaust the stack.
 *
 * @param passes whether a node lets a run through without waiting
 */
export function findCycles(index: GraphIndex, passes: (nodeId: string) => boolean): string[][] {
  const search = new CycleSearch(index, passes)
  for (const id of index.nodes.keys()) if (passes(id)) search.from(id)
  return search.cycles
}

class CycleSearch {
  readonly cycles: string[][] = []
  readonly #index: GraphIndex
  readonly #passes: (nodeId: string) => boolean
  readonly #order = new Map<string, number>()
  readonly #low = new Map<string, number>()
  readonly #stack: string[] = []
  readonly #onStack = new Set<string>()

  constructor(index: GraphIndex, passes: (nodeId: string) => boolean) {
    this.#index = index
    this.#passes = passes
  }

  from(root: string): void {
    if (this.#order.has(root)) return
    const path = [this.#open(root)]
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = frame.targets.pop()
      if (target === undefined) {
        path.pop()
        this.#close(frame.id, path.at(-1)?.id)
      } else if (!this.#order.has(target)) path.push(this.#open(target))
      else if (this.#onStack.has(target)) this.#lower(frame.id, this.#order.get(target) ?? 0)
    }
  }

  #open(id: string): { id: string; targets: string[] } {
    this.#order.set(id, this.#order.size)
    this.#low.set(id, this.#order.size - 1)
    this.#stack.push(id)
    this.#onStack.add(id)
    return { id, targets: this.#targets(id) }
  }

  #targets(id: string): string[] {
    return (this.#index.outgoing.get(id) ?? []).map(({ target }) => target).filter(this.#passes)
  }

  #lower(id: string, value: number): void {
    this.#low.set(id, Math.min(this.#low.get(id) ?? value, value))
  }

  #close(id: string, parent: string | undefined): void {
    const low = this.#low.get(id) ?? 0
    if (parent !== undefined) this.#lower(parent, low)
    if (low !== this.#order.get(id)) return
    const group = this.#stack.splice(this.#stack.lastIndexOf(id))
    for (const member of group) this.#onStack.delete(member)
    if (group.length > 1 || this.#targets(id).includes(id)) this.cycles.push(group)
  }
}
