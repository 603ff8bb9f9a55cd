/** Doorbells over BullMQ; the only importer of bullmq. */
export { DOORBELL_QUEUE } from './queue_backend.ts'
export { BullDoorbell, type DoorbellOptions } from './bull_doorbell.ts'
export { measureNoop, type NoopOptions } from './measure_noop.ts'
export { redisAnswers } from './redis_answers.ts'
export { migrateQueue, QUEUE_SCHEMA } from './migrate_queue.ts'
