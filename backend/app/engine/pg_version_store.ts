import { compileVersion, type CompiledGraph } from '@soniarose/core'
import { parseGraph } from '@soniarose/graph'
import type { VersionStore } from '@soniarose/worker'
import type pg from 'pg'
import { asStoreError } from './pool.ts'

/** Versions kept in memory; a compiled graph of the largest allowed size takes about half a megabyte. */
const KEPT = 100

/** Published versions never change, so a compiled one is good for as long as it is kept: the longest unused goes first. */
export class PgVersionStore implements VersionStore {
  readonly #pool: pg.Pool
  readonly #kept = new Map<string, CompiledGraph | Error>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async graphs(versionIds: readonly string[]): Promise<ReadonlyMap<string, CompiledGraph | Error>> {
    const missing = versionIds.filter((id) => !this.#kept.has(id))
    const loaded = missing.length > 0 ? await this.#load(missing) : new Map<string, CompiledGraph | Error>()
    const found = new Map<string, CompiledGraph | Error>()
    for (const id of versionIds) {
      const graph = loaded.get(id) ?? this.#kept.get(id)
      if (graph) found.set(id, graph)
    }
    for (const [id, graph] of found) this.#keep(id, graph)
    return found
  }

  async #load(versionIds: readonly string[]): Promise<Map<string, CompiledGraph | Error>> {
    try {
      const { rows } = await this.#pool.query<VersionRow>(
        'SELECT id, graph, behaviours FROM workflow_versions WHERE id = ANY($1::uuid[])',
        [versionIds],
      )
      return new Map(rows.map((row) => [row.id, compiled(row)]))
    } catch (error) {
      throw asStoreError(error)
    }
  }

  #keep(id: string, graph: CompiledGraph | Error): void {
    this.#kept.delete(id)
    this.#kept.set(id, graph)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(oldest)
    }
  }
}

interface VersionRow {
  id: string
  graph: unknown
  behaviours: string[]
}

function compiled({ graph: json, behaviours }: VersionRow): CompiledGraph | Error {
  const graph = parseGraph(json)
  if (graph.ok) return compileVersion(graph.value, behaviours)
  return new Error(graph.error[0]?.message ?? 'This version can no longer be read.')
}
