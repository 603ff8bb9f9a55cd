import { test } from '@japa/runner'
import twilio from 'twilio'
import { signWebhook, withBodyHash } from '../../src/index.ts'
import { seededRandom } from '../../src/state/random.ts'

const random = seededRandom(7)
const PIECES = [
  'a',
  'Z',
  '0',
  ' ',
  '  ',
  '+',
  '&',
  '=',
  '%',
  'é',
  'ß',
  '中',
  '😀',
  '\n',
  '"',
  "'",
  '/',
  '?',
  '#',
  '.',
  '\u200d',
  '',
]

function text(most: number): string {
  let made = ''
  for (let length = Math.floor(random() * most); length > 0; length -= 1)
    made += PIECES[Math.floor(random() * PIECES.length)] ?? ''
  return made
}

function randomRequest(): { url: string; params: Record<string, string | string[]> } {
  const params: Record<string, string | string[]> = {}
  for (let count = Math.floor(random() * 20); count > 0; count -= 1) {
    params[`K${text(4)}${count}`] = random() < 0.1 ? [text(5), text(5), text(5)] : text(30)
  }
  const port = random() < 0.5 ? `:${1_024 + Math.floor(random() * 60_000)}` : ''
  return {
    url: `http${random() < 0.5 ? 's' : ''}://host.example${port}/api/webhooks/${Math.floor(random() * 1e6)}?a=${encodeURIComponent(text(8))}`,
    params,
  }
}

/** The request with one character of its path or of one of its values changed. */
function alterOneByte(url: string, params: Record<string, string | string[]>): [string, typeof params] {
  const texts = Object.entries(params).filter(([, value]) => typeof value === 'string' && value !== '')
  const chosen = texts[Math.floor(random() * (texts.length + 1))]
  if (chosen === undefined) return [url.replace('/api/', '/apj/'), params]
  const [key, value] = chosen
  const text = String(value)
  const at = Math.floor(random() * text.length)
  const other = text[at] === 'q' ? 'r' : 'q'
  return [url, { ...params, [key]: text.slice(0, at) + other + text.slice(at + 1) }]
}

test.group('The signature on a webhook', () => {
  test("is the one in Twilio's own worked example", ({ assert }) => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    }
    assert.equal(
      signWebhook('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', params),
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    )
  })

  test('is accepted by the official SDK for five thousand random requests, and refused for each with one byte altered', ({
    assert,
  }) => {
    for (let round = 0; round < 5_000; round += 1) {
      const { url, params } = randomRequest()
      const signature = signWebhook('secret', url, params)
      if (!twilio.validateRequest('secret', signature, url, params))
        assert.fail(`refused: ${url} ${JSON.stringify(params)}`)
      const [changedUrl, changedParams] = alterOneByte(url, params)
      if (twilio.validateRequest('secret', signature, changedUrl, changedParams))
        assert.fail(`accepted though altered: ${changedUrl}`)
    }
  })

  test('covers a JSON body through its hash in the URL', ({ assert }) => {
    for (let round = 0; round < 500; round += 1) {
      const body = JSON.stringify({ value: text(40) })
      const url = withBodyHash('https://host.example/hook', body)
      const signature = signWebhook('secret', url, {})
      assert.isTrue(twilio.validateRequestWithBody('secret', signature, url, body))
      assert.isFalse(twilio.validateRequestWithBody('secret', signature, url, `${body} `))
    }
  })
})
