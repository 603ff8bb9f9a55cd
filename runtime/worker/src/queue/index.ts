export { migrateQueue, QUEUE_SCHEMA } from './migrate_queue.ts'
export { BullDoorbell, type BullDoorbellOptions } from './bull_doorbell.ts'
export { connectQueue, JOB_OPTIONS, type QueueConnection, type QueueHandle, type QueueTarget, type WorkerHandle } from './connection.ts'
