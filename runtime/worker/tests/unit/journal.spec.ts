import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { FileJournal } from '../../src/journal/file_journal.ts'

const JOURNAL = join(import.meta.dirname, '../../src/journal/file_journal.ts')

/** A process that writes its journal and is killed in the middle of a line. */
function dieWriting(folder: string): void {
  const script = `
    import { FileJournal } from ${JSON.stringify(JOURNAL)}
    const journal = new FileJournal(${JSON.stringify(folder)})
    journal.claimed(['a', 'b', 'c'])
    journal.posting('b')
    process.kill(process.pid, 'SIGKILL')`
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], {
    stdio: 'inherit',
  })
}

test.group('The journal of a sender', (group) => {
  let folder = ''
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('proves after a kill which claims were never posted', async ({ assert }) => {
    dieWriting(folder)
    const journal = new FileJournal(folder)
    const [left, ...others] = await journal.leftBehind()
    assert.lengthOf(others, 0)
    assert.deepEqual(left?.neverPosted, ['a', 'c'])
    assert.deepEqual(left?.maybePosted, ['b'])
    left?.forget()
    assert.lengthOf(await journal.leftBehind(), 0)
    journal.close()
  })

  test('of a process that lives is left alone', async ({ assert }) => {
    const living = new FileJournal(folder)
    living.claimed(['a'])
    const journal = new FileJournal(folder)
    assert.lengthOf(await journal.leftBehind(), 0)
    living.close()
    journal.close()
    assert.lengthOf(readdirSync(folder), 0)
  })

  test('of another machine is left alone: nobody can know whether its process lives', async ({ assert }) => {
    writeFileSync(join(folder, 'elsewhere.999999.1.journal'), 'C a\n')
    const journal = new FileJournal(folder)
    assert.lengthOf(await journal.leftBehind(), 0)
    journal.close()
  })

  test('cut off in the middle of a line holds no half id to act upon', async ({ assert }) => {
    dieWriting(folder)
    const [name = ''] = readdirSync(folder)
    writeFileSync(join(folder, name), 'C a b\nP a\nP b', { flag: 'w' })
    const journal = new FileJournal(folder)
    const [left] = await journal.leftBehind()
    // The write of "P b" was not finished, so the text was not begun either.
    assert.deepEqual(left?.neverPosted, ['b'])
    journal.close()
  })
})
