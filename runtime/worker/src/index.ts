/** The run engine: claims what is due, advances it, commits it, sends it. Databases and providers are ports. */
export * from './ports/index.ts'
export * from './engine/batch_writes.ts'
export { collectWrites, ENGINE_ERROR } from './engine/collect_writes.ts'
export { advanceBatch } from './engine/advance_batch.ts'
export { Engine, type EngineOptions, type TurnResult } from './engine/engine.ts'
export { decideBatch } from './sender/decide_batch.ts'
export { judgeAnswer, MAX_ATTEMPTS, type Judgement } from './sender/judge_answer.ts'
export { Sender, type SenderOptions } from './sender/sender.ts'
