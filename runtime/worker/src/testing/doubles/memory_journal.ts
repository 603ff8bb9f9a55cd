import type { Journal, LeftBehind, RunNote } from '../../ports/journal.ts'

interface Entry {
  claimed: Set<string>
  posting: Set<string>
  batches: Map<number, RunNote[]>
  isOpen: boolean
}

/** The disk of one host, on which each process keeps its journal. It outlives them. */
export class MemoryDisk {
  readonly #journals = new Map<string, Entry>()
  /** Says whether a process is certainly gone. */
  isGone: (processId: string) => boolean = () => false

  open(processId: string): Journal {
    const own: Entry = { claimed: new Set(), posting: new Set(), batches: new Map(), isOpen: true }
    let tickets = 0
    this.#journals.set(processId, own)
    const write = (work: () => void): void => {
      if (!own.isOpen) throw new Error('The journal is closed.')
      work()
    }
    return {
      claimed: (ids) => write(() => ids.forEach((id) => own.claimed.add(id))),
      posting: (id) => write(() => own.posting.add(id)),
      advancing: (runs) => {
        tickets += 1
        write(() => own.batches.set(tickets, [...runs]))
        return tickets
      },
      advanced: (ticket) => void own.batches.delete(ticket),
      settled: () => {
        own.claimed.clear()
        own.posting.clear()
      },
      leftBehind: () => Promise.resolve(this.#leftBehind(processId)),
      close: () => {
        own.isOpen = false
        this.#journals.delete(processId)
      },
    }
  }

  /** Runs that a process has noted as being advanced. */
  advancedBy(processId: string): string[] {
    const batches = [...(this.#journals.get(processId)?.batches.values() ?? [])]
    return [...new Set(batches.flat().map(({ runId }) => runId))]
  }

  /** The machine burns with its disk. @returns what the journal could have proved */
  lose(processId: string): string[] {
    const lost = [...(this.#journals.get(processId)?.claimed ?? [])]
    this.#journals.delete(processId)
    return lost
  }

  #leftBehind(asking: string): LeftBehind[] {
    const gone = [...this.#journals].filter(([processId]) => processId !== asking && this.isGone(processId))
    return gone.map(([processId, { claimed, posting, batches }]) => ({
      neverPosted: [...claimed].filter((id) => !posting.has(id)),
      maybePosted: [...posting],
      batches: [...batches.values()],
      forget: () => void this.#journals.delete(processId),
    }))
  }
}
