import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { runCommand } from '../../support/command.ts'

const ROOT = join(import.meta.dirname, '../../../..')

let parent: string
let folder: string

test.group('A plugin author', (group) => {
  group.setup(async () => {
    parent = await mkdtemp(join(tmpdir(), 'plugins-'))
    folder = join(parent, 'hello-you')
    // A plugin outside the repository finds the kit where npm would have put it.
    await symlink(join(ROOT, 'node_modules'), join(parent, 'node_modules'))
    return () => rm(parent, { recursive: true, force: true })
  })

  test('makes a plugin and sees it run in the sandbox', async ({ assert }) => {
    const made = await runCommand(['plugin:new', 'hello-you', '--into', parent])
    assert.deepInclude(made, { code: 0, stderr: '' })
    const tried = await runCommand(['plugin:dev', folder, '--once'])
    assert.equal(tried.code, 0)
    assert.match(
      tried.stdout,
      /Packed hello-you 0\.1\.0 \(greet\)[^]*✓ greet[^]*done in \d+ ms[^]*{"text":"Hello Ada!"}/,
    )
    assert.equal((await runCommand(['plugin:new', 'hello-you', '--into', parent])).code, 1)
  }).timeout(40_000)

  test('runs its own tests, and its samples in the sandbox', async ({ assert }) => {
    const good = await runCommand(['plugin:test', folder])
    assert.equal(good.code, 0)
    assert.match(good.stdout, /a contact without a name is greeted as a friend[^]*1 passed, 0 failed in the sandbox/)
    await writeFile(
      join(folder, 'sample.json'),
      JSON.stringify([
        { node: 'greet', expect: { output: { text: 'Bye' } } },
        { node: 'greet', input: { name: 7 } },
      ]),
    )
    const bad = await runCommand(['plugin:test', folder])
    assert.equal(bad.code, 1)
    assert.match(bad.stdout, /expected {"text":"Bye"}[^]*bad_input[^]*0 passed, 2 failed in the sandbox/)
  }).timeout(40_000)

  test('sees each change as soon as it is saved', async ({ assert, cleanup }) => {
    await writeFile(join(folder, 'sample.json'), JSON.stringify({ node: 'greet', input: { name: 'Ada' } }))
    const child = spawn(process.execPath, [join(ROOT, 'backend/bin/console.ts'), 'plugin:dev', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    cleanup(() => void child.kill('SIGKILL'))
    let said = ''
    const heard = async (text: string) => {
      while (!said.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended: ${said}`)
        await new Promise((next) => setTimeout(next, 50))
      }
    }
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    await heard('Watching')
    const source = join(folder, 'src/plugin.ts')
    await writeFile(source, (await readFile(source, 'utf8')).replace('Hello', 'Good day'))
    await heard('Good day Ada!')
    await writeFile(source, 'export default {')
    await heard("can't be packed")
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGINT')
    assert.equal(await ended, 0)
  }).timeout(60_000)

  test('is told where there is no plugin', async ({ assert }) => {
    const ran = await runCommand(['plugin:pack', parent])
    assert.equal(ran.code, 1)
    assert.match(ran.stderr, /There is no src\/plugin\.ts in/)
  })
})
