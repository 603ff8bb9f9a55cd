import { join } from 'node:path'
import {
  FileJournal,
  systemClock,
  Worker,
  type CallPorts,
  type MessageGateway,
  type Reporter,
  type WorkerOptions,
} from '@soniarose/worker'
import { BullDoorbell } from '@soniarose/worker/queue'
import type pg from 'pg'
import { PgNotifier } from './notifier.ts'
import { PgEffectStore } from './pg_effect_store.ts'
import { PgMessageStore } from './pg_message_store.ts'
import { PgRunStore } from './pg_run_store.ts'
import { PgSchedules } from './pg_schedules.ts'
import { PgVersionStore } from './pg_version_store.ts'

export interface WorkerSettings extends CallPorts {
  /** With the engine's session settings: see `createEnginePool`. */
  pool: pg.Pool
  databaseUrl: string
  redisUrl: string | null
  /** Holds the journals of this machine's workers. */
  dataDir: string
  gateway: MessageGateway
  reporter: Reporter
}

/** A worker on Postgres, with everything it stands on. `stop` closes all but the pool. */
export function createWorker(settings: WorkerSettings, options?: WorkerOptions): Worker {
  const { pool, databaseUrl, redisUrl, reporter } = settings
  const onHealth = (problem: string | null): void =>
    reporter.report(
      problem === null ? { kind: 'recovered', part: 'queue' } : { kind: 'problem', part: 'queue', message: problem },
    )
  return new Worker(
    {
      runs: new PgRunStore(pool),
      versions: new PgVersionStore(pool),
      messages: new PgMessageStore(pool),
      effects: new PgEffectStore(pool),
      schedules: new PgSchedules(pool),
      gateway: settings.gateway,
      plugins: settings.plugins,
      egress: settings.egress,
      journal: new FileJournal(join(settings.dataDir, 'journal')),
      doorbell: new BullDoorbell({ databaseUrl, redisUrl, onHealth }),
      live: new PgNotifier(pool),
      clock: systemClock,
      reporter,
    },
    options,
  )
}
