import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fiveDaysOfJoy } from '@soniarose/graph'
import { test } from '@japa/runner'
import { runCommand } from '../../support/command.ts'

let folder: string

const write = async (name: string, content: unknown) => {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const yes = { name: 'Says yes', contact: { firstName: 'Ada' }, replies: [{ when: 'ask', body: 'Yes!' }] }

test.group('A developer keeps workflows as files', (group) => {
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workflows-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('and lints one without a database', async ({ assert }) => {
    const good = await runCommand(['workflow:lint', await write('good.json', fiveDaysOfJoy)])
    assert.deepInclude(good, { code: 0, stderr: '' })
    assert.match(good.stdout, /0 errors, 0 warnings/)
    const edges = fiveDaysOfJoy.edges.map((edge, at) => (at === 0 ? { ...edge, target: 'nowhere' } : edge))
    const path = await write('bad.json', { ...fiveDaysOfJoy, edges })
    const bad = await runCommand(['workflow:lint', path])
    assert.equal(bad.code, 1)
    assert.match(bad.stdout, /E_DANGLING_EDGE/)
    const machine = await runCommand(['workflow:lint', path, '--json'])
    assert.include(
      (JSON.parse(machine.stdout) as { errors: { code: string }[] }).errors.map(({ code }) => code),
      'E_DANGLING_EDGE',
    )
  })

  test('from the folder that they are in', async ({ assert }) => {
    await write('here.json', fiveDaysOfJoy)
    assert.equal((await runCommand(['workflow:lint', 'here.json'], { SONIAROSE_CWD: folder })).code, 0)
  })

  test('and reads what a contact would live through', async ({ assert }) => {
    const path = await write('five.json', fiveDaysOfJoy)
    const quiet = await runCommand(['workflow:simulate', path])
    assert.equal(quiet.code, 0)
    assert.match(quiet.stdout, /^2026-01-05 15:00 +start +trigger → next$/m)
    assert.match(quiet.stdout, /completed; 5 texts/)
    const scenario = await write('stop.json', {
      replies: [{ after: 'PT30M', body: 'STOP' }],
      expect: { exitReason: 'opted_out', textCount: 1 },
    })
    const stopped = await runCommand(['workflow:simulate', path, '--scenario', scenario, '--json'])
    assert.deepInclude(JSON.parse(stopped.stdout), { problems: [] })
    assert.equal(stopped.code, 0)
  })

  test('and is told when a scenario does not come out', async ({ assert }) => {
    const scenarios = [
      { ...yes, expect: { outcomes: { ask: 'yes' }, status: 'completed' } },
      { ...yes, name: 'Says no', replies: [{ when: 'ask', body: 'No' }], expect: { outcomes: { ask: 'yes' } } },
    ]
    const inside = await runCommand(['workflow:test', await write('inside.json', { ...fiveDaysOfJoy, scenarios })])
    assert.equal(inside.code, 1)
    assert.match(inside.stdout, /✓ Says yes\n +✗ Says no\n +"ask" was left by .+, expected yes\n1 passed, 1 failed\n$/)
    await write('beside.json', fiveDaysOfJoy)
    const beside = await write('beside.scenarios.json', scenarios.slice(0, 1))
    for (const path of [beside, beside.replace('.scenarios', '')])
      assert.match((await runCommand(['workflow:test', path])).stdout, /1 passed, 0 failed\n$/)
    const named = await write('other.json', { workflow: 'beside.json', scenarios: scenarios.slice(0, 1) })
    assert.equal((await runCommand(['workflow:test', named])).code, 0)
  })

  test('and hears in one sentence what is wrong with what was typed', async ({ assert }) => {
    const cases: [string[], RegExp][] = [
      [['workflow:lint'], /FILE is missing/],
      [['workflow:lint', 'absent.json'], /absent\.json can't be read: it does not exist/],
      [['workflow:lint', await write('text.json', 'hello')], /is not JSON/],
      [['workflow:lint', await write('list.json', [])], /no workflow that can be read/],
      [['workflow:lint', 'a', 'b'], /"b" is a second one/],
      [['workflow:simulate', 'a', '--speed', '9'], /Unknown option '--speed'/],
      [['workflow:test', await write('bare.json', fiveDaysOfJoy)], /has no scenarios/],
      [['workflow:dance'], /There is no command "workflow:dance"/],
      [['../../app/core/env'], /There is no command/],
    ]
    for (const [args, sentence] of cases) {
      const ran = await runCommand(args)
      assert.equal(ran.code, 1, args.join(' '))
      assert.match(ran.stderr, sentence)
      assert.notMatch(ran.stderr, /^\s+at /m, 'nobody is shown a stack')
    }
  }).timeout(40_000)
})
