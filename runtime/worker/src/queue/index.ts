export { migrateQueue, QUEUE_SCHEMA } from './migrate_queue.ts'
