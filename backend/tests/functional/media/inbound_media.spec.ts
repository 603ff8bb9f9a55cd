import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { listen, type ListeningEmulator } from '@soniarose/emulator'
import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { plain } from '../../unit/media/pictures.ts'

interface Message {
  body: string
  direction: string
  mediaUrls: string[]
}

interface Asset {
  id: string
  contentType: string | null
  url: string | null
  contactId: string | null
}

let carrier: ListeningEmulator
let stack: Stack
let api: Api

const assets = async (status: string) =>
  (await api.expect<{ data: Asset[] }>(200, api.get(`/api/media?origin=inbound&status=${status}`))).data
const here = (url: string | null | undefined) => (url ?? '').replace(/^https?:\/\/[^/]+/, stack.url)

async function inbound(body: string): Promise<Message | undefined> {
  const { data } = await api.expect<{ data: Message[] }>(200, api.get('/api/messages?direction=inbound'))
  return data.find((message) => message.body === body)
}

test.group('A contact sends a picture', (group) => {
  group.setup(async () => {
    carrier = await listen({
      accounts: { [ACCOUNT_SID]: AUTH_TOKEN },
      numbers: [{ phone: OUR_NUMBER, accountSid: ACCOUNT_SID }],
      magicNumbers: false,
      requireMediaAuth: true,
    })
    const env = {
      TWILIO_API_BASE_URL: carrier.url,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_PHONE_NUMBER: OUR_NUMBER,
    }
    stack = await Stack.start({ demo: false, workers: 0, env })
    api = await stack.api()
    carrier.control.setNumber({
      phone: OUR_NUMBER,
      accountSid: ACCOUNT_SID,
      smsUrl: `http://localhost:${stack.env.PORT ?? ''}/api/webhooks/twilio/messages`,
    })
    return async () => {
      await stack.stop()
      await carrier.close()
    }
  })

  test('and it is fetched with the account’s credentials, kept, and shown with the text, once however often it comes', async ({
    assert,
  }) => {
    const data = await plain(64, 48).jpeg().toBuffer()
    await carrier.control.receive({
      from: '+15555550111',
      to: OUR_NUMBER,
      body: 'look',
      media: [{ contentType: 'image/jpeg', data }],
      copies: 3,
    })
    await eventually('the picture is kept', async () => (await assets('ready')).length === 1)
    const [asset] = await assets('ready')
    assert.equal(asset?.contentType, 'image/jpeg')
    assert.isNotNull(asset?.contactId)
    const message = await inbound('look')
    assert.lengthOf(message?.mediaUrls ?? [], 1)
    for (const url of [asset?.url, message?.mediaUrls[0]]) {
      const got = await fetch(here(url))
      assert.deepEqual(Buffer.from(await got.arrayBuffer()), data)
    }
  })

  test('and what is no picture is only ever offered for saving', async ({ assert }) => {
    const data = Buffer.from('<html><script>alert(1)</script></html>')
    await carrier.control.receive({
      from: '+15555550112',
      to: OUR_NUMBER,
      body: 'page',
      media: [{ contentType: 'image/png', data }],
    })
    await eventually('the file is kept', async () => (await assets('ready')).length === 2)
    const [asset] = await assets('ready')
    const got = await fetch(here(asset?.url))
    assert.equal(got.headers.get('content-type'), 'application/octet-stream')
    assert.match(got.headers.get('content-disposition') ?? '', /^attachment/)
  })

  test('and a link that leads elsewhere is not followed, while the text is kept', async ({ assert }) => {
    const params = {
      NumMedia: '1',
      MediaUrl0: 'http://169.254.169.254/latest/meta-data/',
      MediaContentType0: 'image/png',
    }
    await carrier.control.receive({ from: '+15555550113', to: OUR_NUMBER, body: 'trap', params })
    await eventually('the file is refused', async () => (await assets('refused')).length === 1)
    assert.deepEqual((await inbound('trap'))?.mediaUrls, [])
  })

  test('and it goes with the contact when they are erased', async ({ assert }) => {
    const [asset] = (await assets('ready')).filter(({ contentType }) => contentType === 'image/jpeg')
    assert.equal((await api.delete(`/api/contacts/${asset?.contactId ?? ''}`)).status, 204)
    assert.isFalse((await assets('ready')).some(({ id }) => id === asset?.id))
    assert.equal((await fetch(here(asset?.url))).status, 404)
    const folder = join(stack.env.SONIAROSE_DATA_DIR ?? '', 'media')
    assert.isNotEmpty(await readdir(folder), 'its bytes go with the next sweep, which the sweep’s own test shows')
  })
})
