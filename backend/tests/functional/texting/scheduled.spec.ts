import { test } from '@japa/runner'
import { OUR_NUMBER } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { addContacts, startTexting, type Texting } from './bulk.ts'

interface Written {
  id: string
  status: string
  reason: string | null
  sendAt: string | null
}

test.group('Texts that people write for a later time', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const write = (contactId: string | undefined, text: object): Promise<Written> =>
    texting.api.expect(201, texting.api.post(`/api/conversations/${contactId}/messages`, text))
  const read = async (id: string): Promise<Written> => {
    const { data } = await texting.api.expect<{ data: Written[] }>(
      200,
      texting.api.get('/api/messages?direction=outbound'),
    )
    const found = data.find((message) => message.id === id)
    if (!found) throw new Error(`no message ${id}`)
    return found
  }

  test('do not keep everybody else’s waiting until then where the sender has a rate, and keep to the rate themselves', async ({
    assert,
  }) => {
    const { api, db } = texting
    const { data } = await api.expect<{ data: { id: string; phone: string }[] }>(200, api.get('/api/senders'))
    const own = data.find((sender) => sender.phone === OUR_NUMBER)
    await api.expect(200, api.patch(`/api/senders/${own?.id}`, { segmentsPerSecond: 0.5 }))
    const [first, second, ...others] = await addContacts(texting, 5)
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
    const later = await write(first, { body: 'See you tomorrow', sendAt: inAWeek })
    assert.deepInclude(later, { status: 'planned', reason: 'scheduled', sendAt: inAWeek })
    const now = await write(second, { body: 'See you today' })
    await eventually('the one of today is sent', async () => (await read(now.id)).status !== 'planned')
    assert.deepInclude(await read(later.id), { status: 'planned', sendAt: inAWeek })

    const soon = new Date(Date.now() + 2_000).toISOString()
    for (const contactId of others) await write(contactId, { body: 'All at one time', sendAt: soon })
    const when = `SELECT coalesce(sent_at, send_after) AS at FROM messages WHERE body = 'All at one time' ORDER BY at`
    await eventually(
      'each has its turn',
      async () => (await db.query(`SELECT FROM messages WHERE reason = 'scheduled'`)).rows.length === 1,
    )
    const at = (await db.query<{ at: Date }>(when)).rows.map((row) => row.at.getTime())
    for (const [index, moment] of at.entries()) assert.isAtLeast(moment - (at[0] ?? 0), index * 2_000 - 1_000)
  })
})
