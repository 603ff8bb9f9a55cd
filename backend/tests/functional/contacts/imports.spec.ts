import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, tokenFor } from '../../support/tenants.ts'

interface Import {
  id: string
  status: string
  created: number
  updated: number
  failed: number
  error: string | null
}

test.group('Imports and exports of contacts', (group) => {
  let stack: Stack
  let api: Api
  let token: string

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    const me = await api.expect<{ workspace: { id: string } }>(200, api.get('/api/auth/me'))
    token = await tokenFor(stack, me.workspace.id)
    return () => stack.stop()
  })

  const upload = (body: string | FormData | Buffer, query = '', headers: Record<string, string> = {}) =>
    fetch(`${stack.url}/api/contacts/imports${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body instanceof FormData ? {} : { 'content-type': 'text/csv' }),
        ...headers,
      },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    })

  async function finished(started: Response): Promise<Import> {
    const { id } = (await started.json()) as Import
    let last: Import | undefined
    await eventually('the import ends', async () => {
      last = await api.expect<Import>(200, api.get(`/api/contacts/imports/${id}`))
      return last.status !== 'running'
    })
    if (last === undefined) throw new Error('no import')
    return last
  }

  test('take the good rows and give the bad ones back with their reasons', async ({ assert }) => {
    const [one, two] = [freshPhone(), freshPhone()]
    const csv = `\uFEFFPhone,First name,Favourite colour,Tags\r\n${one},"Müller, Zoë",red,a;b\r\nnot a number,X,,\r\n${two},'=Ada,,\r\n,nobody,,\r\n`
    const done = await finished(await upload(csv, '?name=people.csv&tags=imported'))
    assert.deepInclude(done, { status: 'completed', created: 2, updated: 0, failed: 2 })
    const { data } = await api.expect<{ data: Record<string, unknown>[] }>(200, api.get('/api/contacts?tag=imported'))
    const zoe = data.find(({ phone }) => phone === one)
    assert.deepInclude(zoe, {
      firstName: 'Müller, Zoë',
      attributes: { Favourite_colour: 'red' },
      optInStatus: 'pending',
    })
    assert.equal(
      data.find(({ phone }) => phone === two)?.firstName,
      '=Ada',
      'an apostrophe of an export is taken off again',
    )
    const errors = await api.expect<string>(200, api.get<string>(`/api/contacts/imports/${done.id}/errors`))
    assert.match(errors, /^line,reason,Phone/)
    assert.match(errors, /\r\n3,/)
    assert.match(errors, /no phone number/)
  })

  test('update who is there, opt in only who was pending, and leave who said no', async ({ assert }) => {
    const [pending, out] = [freshPhone(), freshPhone()]
    await api.expect(201, api.post('/api/contacts', { phone: pending, firstName: 'Old' }))
    const gone = await api.expect<{ id: string }>(201, api.post('/api/contacts', { phone: out, consent: CONSENT }))
    await api.expect(200, api.post(`/api/contacts/${gone.id}/consent`, { status: 'opted_out', ...CONSENT }))
    const done = await finished(
      await upload(
        `phone,firstName\n${pending},New\n${out},Still\n`,
        '?consentSource=paper&consentWording=I%20agree&tags=second',
      ),
    )
    assert.deepInclude(done, { created: 0, updated: 2 })
    const { data } = await api.expect<{ data: { phone: string; firstName: string; optInStatus: string }[] }>(
      200,
      api.get('/api/contacts?tag=second'),
    )
    assert.deepInclude(
      data.find(({ phone }) => phone === pending),
      { firstName: 'New', optInStatus: 'opted_in' },
    )
    assert.deepInclude(
      data.find(({ phone }) => phone === out),
      { optInStatus: 'opted_out' },
    )
  })

  test('leave who is there alone when told so', async ({ assert }) => {
    const phone = freshPhone()
    await api.expect(201, api.post('/api/contacts', { phone, firstName: 'Kept' }))
    const done = await finished(await upload(`phone,firstName\n${phone},Other\n`, '?onExisting=skip'))
    assert.deepInclude(done, { created: 0, updated: 0 })
  })

  test('take a form as well, whatever its fields are called', async ({ assert }) => {
    const form = new FormData()
    form.append('__proto__', new Blob([`phone\n${freshPhone()}\n`]), 'constructor')
    assert.deepInclude(await finished(await upload(form)), { status: 'completed', created: 1 })
  })

  test('say why a file is none', async ({ assert }) => {
    assert.equal((await upload('')).status, 422)
    const done = await finished(await upload('name,colour\nAda,red\n'))
    assert.equal(done.status, 'failed')
    assert.match(done.error ?? '', /"phone"/)
    assert.equal((await finished(await upload(Buffer.from([0xff, 0xfe, 0, 1, 2])))).status, 'failed')
  })

  test('read what spreadsheets save: UTF-16 of either order, Windows’ letters, semicolons, lone carriage returns', async ({
    assert,
  }) => {
    const text = (phone: string) => `phone;First name\r\n${phone};Zoë\r\n`
    const utf16 = (phone: string) => Buffer.from(`\uFEFF${text(phone)}`, 'utf16le')
    const written: Record<string, (phone: string) => Buffer> = {
      'UTF-16 LE': utf16,
      'UTF-16 BE': (phone) => utf16(phone).swap16(),
      'Windows-1252': (phone) => Buffer.from(text(phone), 'latin1'),
      'UTF-8 with a mark': (phone) => Buffer.from(`\uFEFF${text(phone)}`),
      'CR only, tabs': (phone) => Buffer.from(text(phone).replaceAll('\r\n', '\r').replaceAll(';', '\t')),
      'a comma in quotes': (phone) => Buffer.from(`"phone";"First, name";"First name"\n${phone};x;Zoë\n`),
    }
    for (const [name, write] of Object.entries(written)) {
      const phone = freshPhone()
      assert.deepInclude(
        await finished(await upload(write(phone))),
        { status: 'completed', created: 1, failed: 0 },
        name,
      )
      const { data } = await api.expect<{ data: { firstName: string }[] }>(
        200,
        api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
      )
      assert.equal(data[0]?.firstName, 'Zoë', name)
    }
  })

  test('say where a file breaks off, keep what came before, and bound what they give back', async ({ assert }) => {
    const phone = freshPhone()
    const broken = await finished(await upload(`phone,name\n${phone},Ada\n"${'x'.repeat(70_000)}\n`))
    assert.equal(broken.status, 'failed')
    assert.match(broken.error ?? '', /near line \d+ .*The rows before it are imported/)
    const { data } = await api.expect<{ data: unknown[] }>(
      200,
      api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    assert.lengthOf(data, 1)
    const ext = freshPhone()
    const odd = await finished(await upload(`phone,a\n${ext} ext. 5,x\nnone,a\0b\n${ext},\ud800\n`))
    assert.deepInclude(odd, { status: 'completed', created: 1, failed: 2 })
    const errors = await api.expect<string>(200, api.get<string>(`/api/contacts/imports/${odd.id}/errors`))
    assert.match(errors, /\r\n3,.*,ab\r\n/)
  })

  test('run once for one Idempotency-Key', async ({ assert }) => {
    const csv = `phone\n${freshPhone()}\n`
    const first = (await (await upload(csv, '', { 'idempotency-key': 'import-1' })).json()) as Import
    const again = (await (await upload(csv, '', { 'idempotency-key': 'import-1' })).json()) as Import
    assert.equal(again.id, first.id)
    const other = await upload(`${csv}${freshPhone()}\n`, '', { 'idempotency-key': 'import-1' })
    assert.equal(other.status, 422)
  })

  test('come out as CSV that no spreadsheet runs, with numbers as they are', async ({ assert }) => {
    const phone = freshPhone()
    await api.expect(
      201,
      api.post('/api/contacts', { phone, firstName: '=HYPERLINK("x")', lastName: '@SUM(A1)', tags: ['spread'] }),
    )
    const csv = await api.expect<string>(200, api.get<string>('/api/contacts/export?tag=spread'))
    assert.include(csv, `\r\n${phone},"'=HYPERLINK(""x"")",'@SUM(A1),`)
  })
})
