/** The engine's ports in memory, and the suites that every adapter of them passes. */
export * from './environment.ts'
export * from './memory/rows.ts'
export { MemoryDatabase } from './memory/memory_database.ts'
export { MemoryTransaction } from './memory/memory_transaction.ts'
export { MemoryRunStore } from './memory/memory_run_store.ts'
export { MemoryMessageStore } from './memory/memory_message_store.ts'
export { MemoryEffectStore } from './memory/memory_effect_store.ts'
export { MemoryVersionStore, publish } from './memory/memory_version_store.ts'
