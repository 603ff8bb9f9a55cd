import type { Queue, QueueOptions, WorkerOptions } from 'bullmq'
import type { Reopened } from './opened.ts'

/** The part of a BullMQ queue that rings. */
export interface RingQueue {
  add(name: string): Promise<void>
  depth(): Promise<number>
  close(): Promise<void>
}

/** Rings through a queue of either backend. */
export function ringThrough(
  queue: Reopened<Pick<Queue, 'add' | 'getWaitingCount' | 'waitUntilReady' | 'close'>>,
): RingQueue {
  return {
    add: async (name) => void (await (await queue.ready()).add(name, null)),
    depth: async () => (await queue.ready()).getWaitingCount(),
    close: () => queue.close(),
  }
}

/** The part of a BullMQ worker that hears. */
export interface RingListener {
  close(): Promise<void>
}

/** Where BullMQ keeps its jobs. Nothing connects before the first call; errors come through `onError`, again and again. */
export interface QueueBackend {
  openQueue(onError: (error: unknown) => void): RingQueue
  openListener(onRing: (name: string) => void, on: { error: (error: unknown) => void; ready: () => void }): RingListener
}

export const DOORBELL_QUEUE = 'soniarose-doorbell'

/** A ring leaves nothing behind, is not repeated, and its failure means nothing. */
export const RING_OPTIONS: NonNullable<QueueOptions['defaultJobOptions']> = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 1,
}

/** It runs when its first connection stands, not before. */
export const LISTENER_OPTIONS: Omit<WorkerOptions, 'connection'> = {
  autorun: false,
  concurrency: 4,
  maxStalledCount: 0,
}
