import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { count, goLive, startTexting, type Texting } from './bulk.ts'

const CONSENT = { source: 'form', wording: 'Yes', at: '2026-01-05T10:00:00.000Z' }
const BROWSER = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' }
const SPRING = 'https://shop.example/spring?who=ada&x=1'

test.group('Short links', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    await goLive(texting.api, [
      { id: 'start', type: 'trigger', data: { on: 'contact_created' } },
      {
        id: 'offer',
        type: 'send_sms',
        data: {
          body: `Spring is here: ${SPRING} and HTTPS://rose.example/about. Reply STOP to opt out.`,
          shortenLinks: true,
        },
      },
      { id: 'plain', type: 'send_sms', data: { body: 'Or https://shop.example/plain' } },
    ])
    await goLive(texting.api, [
      { id: 'start', type: 'trigger', data: { on: 'event', name: 'link_clicked' } },
      { id: 'thanks', type: 'send_sms', data: { body: 'You looked at {{ trigger.url }} from {{ trigger.nodeId }}' } },
    ])
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const join = async (phone: string) => {
    const { id } = await texting.api.expect<{ id: string }>(
      201,
      texting.api.post('/api/contacts', { phone, consent: CONSENT }),
    )
    await eventually('both texts arrive', () => texting.carrier.textsTo(phone).length === 2)
    const [offer = '', plain = ''] = texting.carrier.textsTo(phone)
    return { id, offer, plain, codes: [...offer.matchAll(/\/l\/([0-9A-Za-z]{10})/g)].map((match) => match[1] ?? '') }
  }
  const open = (code: string, headers: Record<string, string> = BROWSER, method = 'GET') =>
    fetch(`${texting.stack.url}/l/${code}`, { method, headers, redirect: 'manual' })

  test('stand in texts that ask for them, and lead where the text led', async ({ assert }) => {
    const { offer, plain, codes } = await join('+15005554001')
    assert.lengthOf(codes, 2)
    assert.notInclude(offer, 'shop.example')
    assert.equal(plain, 'Or https://shop.example/plain')
    const answer = await open(codes[0] ?? '')
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('location'), SPRING)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    const { rows } = await texting.db.query(`SELECT body, segments FROM messages WHERE body LIKE 'Spring%' LIMIT 1`)
    assert.equal(rows[0].segments, 1)
  })

  test('start a workflow at the first click on a text, and never again', async ({ assert }) => {
    const phone = '+15005554002'
    const { id, codes } = await join(phone)
    const [first = '', second = ''] = codes
    await Promise.all([
      ...Array.from({ length: 6 }, () => open(first)),
      ...Array.from({ length: 6 }, () => open(second)),
    ])
    await eventually('the workflow answers', () => texting.carrier.textsTo(phone).length === 3)
    assert.match(texting.carrier.textsTo(phone)[2] ?? '', /^You looked at https:\/\/.* from offer$/i)
    await open(first)
    assert.equal(await count(texting, `custom_events WHERE contact_id = $1 AND name = 'link_clicked'`, [id]), 1)
    const { rows } = await texting.db.query(
      `SELECT sum(clicks)::integer AS clicks, count(clicked_at)::integer AS opened FROM links WHERE contact_id = $1`,
      [id],
    )
    assert.deepEqual(rows, [{ clicks: 13, opened: 2 }])
    const timeline = await texting.api.expect<{ data: { kind: string; summary: string }[] }>(
      200,
      texting.api.get(`/api/contacts/${id}/timeline`),
    )
    assert.isTrue(timeline.data.some(({ summary }) => /^Clicked https:/i.test(summary)))
  })

  test('are not clicked by machines that look ahead', async ({ assert }) => {
    const { id, codes } = await join('+15005554003')
    const [code = ''] = codes
    for (const agent of [
      'facebookexternalhit/1.1 Facebot Twitterbot/1.0',
      'WhatsApp/2.23',
      'Googlebot/2.1',
      'curl/8.5',
    ])
      assert.equal((await open(code, { 'user-agent': agent })).status, 302)
    assert.equal((await open(code, BROWSER, 'HEAD')).status, 302)
    assert.equal(await count(texting, `links WHERE contact_id = $1 AND clicks > 0`, [id]), 0)
  })

  test('lead nowhere but where an author wrote: no code, no address of a stranger’s', async ({ assert }) => {
    for (const path of [
      'AAAAAAAAAA',
      'x',
      '..%2f..%2fetc',
      'https:%2f%2fevil.example',
      'A'.repeat(80),
      'AAAAAAAAAA?url=https://evil.example',
      "'%20OR%201=1",
    ]) {
      const answer = await open(path)
      assert.equal(answer.status, 404, path)
      assert.isNull(answer.headers.get('location'))
    }
  })

  test('end with the person that they were written to', async ({ assert }) => {
    const { id, codes } = await join('+15005554004')
    await texting.api.expect(204, texting.api.delete(`/api/contacts/${id}`))
    assert.equal((await open(codes[0] ?? '')).status, 404)
  })
})
