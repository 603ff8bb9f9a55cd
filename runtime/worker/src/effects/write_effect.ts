import type { Effect } from '@soniarose/core'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import { writeContactPatch, writeTag } from './contact_change.ts'
import { writeCall } from './outside_call.ts'
import { writeMessage } from './plan_message.ts'
import { writeChild } from './start_workflow.ts'
import { writeHandoff, writeNotice, writeTimeline } from './team.ts'

/** Adds the rows of one effect to a batch, in the order in which effects were decided. */
export function writeEffect(effect: Effect, due: DueRun, writes: BatchWrites): void {
  switch (effect.type) {
    case 'plan_message':
      return writeMessage(effect, due, writes)
    case 'contact_patch':
      return writeContactPatch(effect, due, writes)
    case 'add_tag':
    case 'remove_tag':
      return writeTag(effect, due, writes)
    case 'call_plugin':
    case 'http_request':
      return writeCall(effect, due, writes)
    case 'start_workflow':
      return writeChild(effect, due, writes)
    case 'notify_team':
      return writeNotice(effect, due, writes)
    case 'handoff':
      return writeHandoff(effect, due, writes)
    case 'timeline':
      return writeTimeline(effect, due, writes)
    default: {
      const exhaustive: never = effect
      throw new Error(`No rows for the effect ${JSON.stringify(exhaustive)}`)
    }
  }
}

/** One kind of effect. */
export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>
