import { isRecord } from '@soniarose/graph'
import type { NewStep } from '../store/gestures.ts'

/** What a step dragged from the palette travels as. */
export const STEP_TYPE = 'application/x-soniarose-step'

/** Puts a new step onto a drag. */
export function writeDraggedStep(transfer: DataTransfer, step: NewStep): void {
  transfer.setData(STEP_TYPE, JSON.stringify(step))
  transfer.effectAllowed = 'copy'
}

/** Reads the new step off a drop; null when something else was dropped. */
export function readDraggedStep(transfer: DataTransfer): NewStep | null {
  const text = transfer.getData(STEP_TYPE)
  if (text === '') return null
  const step: unknown = JSON.parse(text)
  if (!isRecord(step) || typeof step['kind'] !== 'string') return null
  return isRecord(step['data']) ? { kind: step['kind'], data: step['data'] } : { kind: step['kind'] }
}
