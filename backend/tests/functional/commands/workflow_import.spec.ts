import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fiveDaysOfJoy, parseGraph } from '@soniarose/graph'
import { test } from '@japa/runner'
import { runCommand } from '../../support/command.ts'
import { createDatabase } from '../../support/database.ts'

const flow = {
  description: 'Ask first',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'hello' }], properties: {} },
    {
      name: 'hello',
      type: 'send-message',
      transitions: [{ event: 'sent', next: 'pay' }],
      properties: { body: 'Hi {{contact.channel.address}}' },
    },
    { name: 'pay', type: 'capture-payments', transitions: [], properties: {} },
  ],
}

let env: Record<string, string>
let folder: string

const idIn = (stdout: string) => /([0-9a-f-]{36})\n$/.exec(stdout)?.[1] ?? ''

test.group('A workflow as a file', (group) => {
  group.setup(async () => {
    const database = await createDatabase()
    folder = await mkdtemp(join(tmpdir(), 'import-'))
    env = {
      DATABASE_URL: database.url,
      APP_KEY: 'a key for tests that is long enough',
      SONIAROSE_DATA_DIR: folder,
      SONIAROSE_DEMO: '0',
      SONIAROSE_OWNER_PASSWORD: 'a long enough password',
    }
    const seeded = await runCommand(['seed'], env)
    if (seeded.code !== 0) throw new Error(seeded.stderr)
    return async () => {
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('comes out of the database as it went in', async ({ assert }) => {
    const path = join(folder, 'five.json')
    await writeFile(path, JSON.stringify(fiveDaysOfJoy))
    const made = await runCommand(['workflow:import', path], env)
    assert.deepInclude(made, { code: 0, stderr: '' })
    const out = await runCommand(['workflow:export', idIn(made.stdout)], env)
    assert.equal(out.code, 0)
    assert.deepEqual(parseGraph(out.stdout), parseGraph(JSON.stringify(fiveDaysOfJoy)))
    assert.match(
      (await runCommand(['workflow:export', idIn(made.stdout), '--published'], env)).stderr,
      /has not been published/,
    )
  })

  test('comes from Twilio Studio with a line for each widget, and nothing left out in silence', async ({ assert }) => {
    const path = join(folder, 'flow.json')
    await writeFile(path, JSON.stringify(flow))
    const made = await runCommand(['workflow:import', path], env)
    assert.equal(made.code, 0)
    for (const state of flow.states) assert.include(made.stdout, state.name)
    assert.match(made.stdout, /placeholder +pay \(capture-payments\)/)
    assert.match(made.stdout, /1 placeholders/)
    const graph = JSON.parse((await runCommand(['workflow:export', idIn(made.stdout)], env)).stdout) as { name: string }
    assert.equal(graph.name, 'Ask first')
  })

  test('goes into the workspace that is named, and nowhere when there is none', async ({ assert }) => {
    const path = join(folder, 'five.json')
    await writeFile(path, JSON.stringify(fiveDaysOfJoy))
    const nowhere = await runCommand(['workflow:import', path, '--workspace', 'Nowhere'], env)
    assert.deepInclude(nowhere, { code: 1, stdout: '' })
    assert.match(nowhere.stderr, /There is no workspace "Nowhere"/)
    assert.match((await runCommand(['workflow:export', 'five'], env)).stderr, /is no workflow's id/)
    assert.match(
      (await runCommand(['workflow:export', '01990000-0000-7000-8000-000000000001'], env)).stderr,
      /There is no workflow/,
    )
    const unreachable = await runCommand(['workflow:import', path], {
      ...env,
      DATABASE_URL: 'postgres://x@127.0.0.1:9/x',
    })
    assert.match(unreachable.stderr, /does not answer/)
  })
})
