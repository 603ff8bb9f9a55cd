import { test } from '@japa/runner'
import { Api } from '../../support/api.ts'
import { createDatabase } from '../../support/database.ts'
import { Program } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'

const KEY = 'a key for tests that is long enough'

test.group('The first start', () => {
  const seed = async (url: string, env: Record<string, string> = {}) => {
    const program = new Program('bin/console.ts', ['seed'], { DATABASE_URL: url, APP_KEY: KEY, ...env })
    const code = await program.end()
    return { code, output: program.output.trim() }
  }

  test('makes the owner once, with a password of its own, and finds them again later', async ({ assert, cleanup }) => {
    const database = await createDatabase()
    cleanup(() => database.drop())
    const first = JSON.parse((await seed(database.url)).output) as { created: boolean; email: string; password: string }
    assert.deepInclude(first, { created: true, email: 'owner@soniarose.test' })
    assert.isAtLeast(first.password.length, 16)
    assert.deepEqual(JSON.parse((await seed(database.url)).output), { created: false })
  })

  test('fills an empty database with people who are on their way', async ({ assert, cleanup }) => {
    const stack = await Stack.start({ workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    const workflows = await api.expect<{ data: { name: string; status: string; counts: { active: number } }[] }>(
      200,
      api.get('/api/workflows'),
    )
    assert.deepInclude(workflows.data[0], { name: 'Five Days of Joy', status: 'live' })
    assert.isAbove(workflows.data[0]?.counts.active ?? 0, 3)
    const contacts = await api.expect<{ data: { optInStatus: string }[] }>(200, api.get('/api/contacts'))
    assert.includeMembers(
      contacts.data.map(({ optInStatus }) => optInStatus),
      ['opted_in', 'pending'],
    )
    const settings = await api.expect<{ quietHours: object }>(200, api.get('/api/settings'))
    assert.deepEqual(settings.quietHours, { start: '09:00', end: '20:00' })
  })

  test('with SONIAROSE_DEMO=0 makes the owner and one empty sandbox', async ({ assert, cleanup }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    const { data } = await api.expect<{ data: { mode: string }[] }>(200, api.get('/api/workspaces'))
    assert.deepEqual(
      data.map(({ mode }) => mode),
      ['sandbox'],
    )
    for (const path of ['contacts', 'workflows', 'messages'])
      assert.deepEqual((await api.get<{ data: unknown[] }>(`/api/${path}`)).body.data, [])
    const senders = await api.expect<{ data: { phone: string; provider: string }[] }>(200, api.get('/api/senders'))
    assert.match(senders.data[0]?.phone ?? '', /^\+1555\d{7}$/)
    assert.equal(senders.data[0]?.provider, 'emulator')
  })

  test('with a Twilio account makes a live workspace, and puts nobody into it', async ({ assert, cleanup }) => {
    const env = {
      TWILIO_ACCOUNT_SID: `AC${'7'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_PHONE_NUMBER: '+14155550100',
    }
    const stack = await Stack.start({ workers: 0, env })
    cleanup(() => stack.stop())
    const api = await stack.api()
    const { data } = await api.expect<{ data: { mode: string }[] }>(200, api.get('/api/workspaces'))
    assert.deepEqual(
      data.map(({ mode }) => mode),
      ['live'],
    )
    assert.deepEqual((await api.get<{ data: unknown[] }>('/api/contacts')).body.data, [])
    const senders = await api.expect<{ data: object[] }>(200, api.get('/api/senders'))
    assert.deepInclude(senders.data[0], { phone: '+14155550100', accountSid: env.TWILIO_ACCOUNT_SID })
    assert.notInclude(JSON.stringify(senders), 'secret')
    assert.equal((await api.get('/api/sandbox/clock')).status, 403)
  })

  test('is refused, in a sentence for each mistake, when settings are wrong', async ({ assert, cleanup }) => {
    const database = await createDatabase()
    cleanup(() => database.drop())
    const wrong = { PORT: 'eighty', TWILIO_ACCOUNT_SID: `AC${'7'.repeat(32)}`, S3_BUCKET: 'x', APP_KEY: 'short' }
    for (const [file, args] of [
      ['bin/serve.ts', ['serve']],
      ['bin/console.ts', ['seed']],
    ] as const) {
      const program = new Program(file, [...args], { DATABASE_URL: database.url, ...wrong })
      assert.equal(await program.end(), 1)
      for (const name of ['PORT', 'APP_KEY']) assert.include(program.output, name)
      assert.notMatch(program.output, /\n\s+at /, 'no stack trace')
    }
  })

  test('on a port that is taken says so and how to mend it', async ({ assert, cleanup }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const second = new Program('bin/serve.ts', ['serve'], stack.env)
    assert.equal(await second.end(), 1)
    assert.match(second.output, /Port \d+ is taken/)
    assert.equal((await new Api(stack.url).get('/api/health/live')).status, 200)
  })
})
