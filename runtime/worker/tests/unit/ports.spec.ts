import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { FileJournal } from '../../src/journal/file_journal.ts'
import { systemClock } from '../../src/system_clock.ts'
import {
  ADVANCED,
  MemoryDisk,
  MemoryExchange,
  registerClockSuite,
  registerDoorbellSuite,
  registerJournalSuite,
  type DoorbellWorld,
  type JournalWorld,
} from '../../src/testing/index.ts'

const JOURNAL = join(import.meta.dirname, '../../src/journal/file_journal.ts')

function memoryDisk(): JournalWorld {
  const disk = new MemoryDisk()
  let processes = 0
  disk.isGone = (id) => id === 'dead'
  return {
    open: () => disk.open(`process ${processes++}`),
    die: async () => {
      const journal = disk.open('dead')
      journal.claimed(['a', 'b', 'c'])
      journal.posting('b')
      journal.advanced(journal.advancing(ADVANCED.before))
      journal.advancing(ADVANCED.last)
    },
    end: () => Promise.resolve(),
  }
}

function realDisk(): JournalWorld {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  const script = `
    import { FileJournal } from ${JSON.stringify(JOURNAL)}
    const journal = new FileJournal(${JSON.stringify(folder)})
    journal.claimed(['a', 'b', 'c'])
    journal.posting('b')
    journal.advanced(journal.advancing(${JSON.stringify(ADVANCED.before)}))
    journal.advancing(${JSON.stringify(ADVANCED.last)})
    process.kill(process.pid, 'SIGKILL')`
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  return {
    open: () => new FileJournal(folder),
    die: async () => void spawnSync(process.execPath, flags, { stdio: 'inherit' }),
    end: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function memoryQueue(): Promise<DoorbellWorld> {
  const exchange = new MemoryExchange()
  return { web: exchange.open('web'), worker: exchange.open('worker'), end: () => Promise.resolve() }
}

test.group('A journal in memory', () => registerJournalSuite({ test, createWorld: memoryDisk }))
test.group('A journal on disk', () => registerJournalSuite({ test, createWorld: realDisk }))
test.group('The clock of this process', () => registerClockSuite({ test, createClock: () => systemClock }))
test.group('A doorbell in memory', () => registerDoorbellSuite({ test, createWorld: memoryQueue }))
