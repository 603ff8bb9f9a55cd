import type { JsonObject } from '@soniarose/core'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import type { EffectOf } from './write_effect.ts'

type CallEffect = EffectOf<'call_plugin'> | EffectOf<'http_request'>

/** A plugin call or an HTTP request: a row that some worker's effect runner takes up after the commit. */
export function writeCall(effect: CallEffect, due: DueRun, writes: BatchWrites): void {
  writes.effects.push({
    id: effect.id,
    workspaceId: due.workspaceId,
    runId: due.run.id,
    seq: effect.seq,
    nodeId: effect.nodeId,
    kind: effect.type,
    input: inputOf(effect),
  })
}

function inputOf(effect: CallEffect): JsonObject {
  if (effect.type === 'call_plugin') return { plugin: effect.plugin, node: effect.node, input: effect.input }
  return { method: effect.method, url: effect.url, headers: effect.headers, body: effect.body }
}
