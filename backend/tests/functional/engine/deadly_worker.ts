import type { CompiledGraph } from '@soniarose/core'
import { createWorker } from '#app/engine/create_worker'
import { createEnginePool } from '#app/engine/pool'
import { PgVersionStore } from '#app/engine/pg_version_store'

/**
 * A worker as a process of its own, with all its real parts but the carrier: `deadly_worker.ts DATABASE_URL DATA_DIR`.
 * Its process is killed in the midst of a batch when it comes to a contact named Deadly, as by a graph that eats all of
 * its memory.
 */
const [databaseUrl = '', dataDir = ''] = process.argv.slice(2)

const load = PgVersionStore.prototype.graphs
PgVersionStore.prototype.graphs = async function (ids) {
  const graphs = await load.call(this, ids)
  return new Map([...graphs].map(([id, graph]) => [id, graph instanceof Error ? graph : deadly(graph)]))
}

function deadly(graph: CompiledGraph): CompiledGraph {
  const nodes = [...graph.nodes].map(([id, node]): [string, typeof node] => [
    id,
    {
      ...node,
      enter: (visit) => {
        if (visit.contact.firstName === 'Deadly') process.kill(process.pid, 'SIGKILL')
        return node.enter(visit)
      },
    },
  ])
  return { ...graph, nodes: new Map(nodes) }
}

const worker = createWorker({
  pool: createEnginePool({ databaseUrl, name: 'deadly worker', max: 6, onError: () => undefined }),
  databaseUrl,
  redisUrl: null,
  dataDir,
  gateway: {
    send: async (text, beforeWrite) => {
      beforeWrite()
      return { httpStatus: 201, sid: `SM${text.attemptId.replaceAll('-', '')}`, requestWritten: true }
    },
    find: async () => null,
    forget: () => undefined,
  },
  plugins: { call: async () => ({ ok: true, outcome: 'done', output: {} }), stop: async () => undefined },
  egress: { request: async () => ({ ok: true, status: 200, headers: {}, body: '' }) },
  reporter: { report: () => undefined },
})
await worker.start()
process.once('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0))
})
