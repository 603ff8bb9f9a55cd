import { test } from '@japa/runner'
import fc from 'fast-check'
import { shortBody } from '#app/links/short_body'

const ID = '0199c0de-0000-7000-8000-000000000001'
const BASE = 'https://go.rose.example'
const short = (body: string) => shortBody(ID, body, BASE)

test.group('Addresses in a text', () => {
  test('become short ones, and the words around them stay', ({ assert }) => {
    const { body, links } = short(
      'See https://shop.example/spring?a=1&b=2#top, or (https://wiki.example/Rose_(flower)).',
    )
    assert.match(
      body,
      /^See https:\/\/go\.rose\.example\/l\/[0-9A-Za-z]{10}, or \(https:\/\/go\.rose\.example\/l\/[0-9A-Za-z]{10}\)\.$/,
    )
    assert.deepEqual(
      links.map(({ url }) => url),
      ['https://shop.example/spring?a=1&b=2#top', 'https://wiki.example/Rose_(flower)'],
    )
  })

  test('have the same code each time, another in another text, and one for each address', ({ assert }) => {
    const twice = short('https://a.example https://b.example https://a.example')
    assert.deepEqual(twice, short('https://a.example https://b.example https://a.example'))
    assert.lengthOf(twice.links, 2)
    const [first, , third] = twice.body.split(' ')
    assert.equal(first, third)
    const other = shortBody(ID.replace('1', '2'), 'https://a.example', BASE)
    assert.notEqual(other.links[0]?.code, twice.links[0]?.code)
  })

  test('that are no web addresses, or short already, stay', ({ assert }) => {
    for (const body of [
      'mailto:a@b.example',
      'javascript:alert(1)',
      'ftp://x.example',
      'shop.example',
      `${BASE}/l/abcdefghij`,
      'https://',
      'http://[bad',
    ])
      assert.deepEqual(short(body), { body, links: [] })
  })

  test('whatever a text holds, each link leads to a web address that stood in it', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), { maxLength: 5 }),
        (parts) => {
          const text = parts.join(' ')
          const { body, links } = short(text)
          for (const { code, url } of links) {
            assert.include(text, url)
            assert.match(new URL(url).protocol, /^https?:$/)
            assert.include(body, `${BASE}/l/${code}`)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
