import { compileVersion, CURRENT_BEHAVIOURS, type CompiledGraph } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import type { VersionStore } from '../../ports/version_store.ts'
import type { Session } from '../environment.ts'
import { call } from './call.ts'
import type { MemoryDatabase } from './memory_database.ts'

/** Published versions in memory; a process asks for each of them once. */
export class MemoryVersionStore implements VersionStore {
  readonly #database: MemoryDatabase
  readonly #session: Session
  readonly #kept = new Map<string, CompiledGraph | Error>()

  constructor(database: MemoryDatabase, session: Session) {
    this.#database = database
    this.#session = session
  }

  async graphs(versionIds: readonly string[]): Promise<ReadonlyMap<string, CompiledGraph | Error>> {
    const missing = versionIds.filter((id) => !this.#kept.has(id))
    if (missing.length > 0) await call(this.#session, 'versions.graphs', () => missing.forEach((id) => this.#load(id)))
    return new Map(versionIds.flatMap((id) => this.#entryOf(id)))
  }

  #load(id: string): void {
    const version = this.#database.versions.get(id)
    if (version) this.#kept.set(id, version.compiled)
  }

  #entryOf(id: string): [string, CompiledGraph | Error][] {
    const graph = this.#kept.get(id)
    return graph ? [[id, graph]] : []
  }
}

interface NewVersion {
  workspaceId: string
  workflowId: string
  graph: Graph
  behaviours?: readonly string[] | undefined
}

/** Publishes a graph as a new version of a workflow that may exist. */
export function publish(
  database: MemoryDatabase,
  { workspaceId, workflowId, graph, behaviours = CURRENT_BEHAVIOURS }: NewVersion,
): string {
  const id = database.newId()
  database.versions.put({ id, workspaceId, workflowId, graph, compiled: compileVersion(graph, behaviours) })
  const triggers = graph.nodes
    .filter((node) => node.type === 'trigger')
    .flatMap(({ id: nodeId, data }) => keysOf(data).map((key) => ({ nodeId, kind: String(data['on']), key })))
  database.workflows.put({
    id: workflowId,
    workspaceId,
    name: graph.name,
    status: 'live',
    publishedVersionId: id,
    triggers,
  })
  return id
}

function keysOf(data: Record<string, unknown>): string[] {
  const words = data['keywords']
  if (Array.isArray(words)) return words.map(String)
  return [String(data['tag'] ?? data['name'] ?? '')]
}
