import { test } from '@japa/runner'
import { House, node } from './house.ts'

const clockPath = '/api/sandbox/clock/advance'

for (const redis of [false, true]) {
  const skip = redis && !process.env.TEST_REDIS_URL
  test.group(`The sandbox’s clock (queue on ${redis ? 'Redis' : 'Postgres'})`, (group) => {
    let house: House

    group.setup(async () => {
      if (!skip) house = await House.open({ redis })
      return () => (skip ? undefined : house.close())
    })

    test('walks a chain of one-day waits as five separate days, each at its own hour where the person is', async ({
      assert,
    }) => {
      await house.setHours('09:00', '20:00')
      const days = [1, 2, 3, 4, 5]
      const id = await house.flow(
        days.flatMap((day) => [
          node(`rest${day}`, 'wait', { for: 'P1D' }),
          node(`day${day}`, 'send_sms', { body: `Day ${day}` }),
        ]),
        [
          'start -> rest1',
          ...days.map((day) => `rest${day} -> day${day}`),
          ...days.slice(1).map((day) => `day${day - 1} -> rest${day}`),
        ],
      )
      const zones = ['America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland']
      const people = await Promise.all(zones.map((timeZone) => house.person({ timeZone })))
      await house.enroll(id, ...people.map((person) => person.id))
      const began = await house.now()
      const now = await house.advance('P7D')
      assert.isAtLeast(Date.parse(now), Date.parse(began) + 7 * 86_400_000)
      for (const [at, person] of people.entries()) {
        const texts = await house.texts(person.id)
        assert.deepEqual(
          texts.map(({ body }) => body),
          days.map((day) => `Day ${day}`),
        )
        const parts = new Intl.DateTimeFormat('en-CA', {
          timeZone: zones[at] ?? '',
          dateStyle: 'short',
          timeStyle: 'short',
          hourCycle: 'h23',
        })
        const local = texts.map(({ sentAt }) => parts.format(new Date(sentAt ?? '')).split(', '))
        assert.equal(new Set(local.map(([date]) => date)).size, 5, JSON.stringify(local))
        for (const [, time = ''] of local) assert.isTrue(time >= '09:00' && time < '20:00', JSON.stringify(local))
      }
      await house.setHours('00:00', '24:00')
    }).skip(skip, 'no Redis here')

    test('wakes until-time, until-date and date-field waits when the contact’s own zone has them', async ({
      assert,
    }) => {
      const inTwentyDays = new Date(Date.parse(await house.now()) + 20 * 86_400_000).toISOString().slice(0, 10)
      const nodes = [
        node('time', 'wait', { untilTime: '09:30', days: ['mon'] }),
        node('field', 'wait', { untilDate: 'contact.attributes.birthday', offset: '-P1D' }),
        node('past', 'wait', { untilDate: '2020-01-01' }),
      ]
      const id = await house.flow(nodes, ['start -> time', 'time -> field', 'field -> past'])
      const person = await house.person({ timeZone: 'America/New_York', attributes: { birthday: inTwentyDays } })
      await house.enroll(id, person.id)
      await house.advance('P25D')
      const { steps, status } = await house.run(id, person.id)
      assert.equal(status, 'completed')
      const ended = steps.slice(1).map(({ finishedAt }) =>
        new Date(finishedAt ?? '').toLocaleString('en-GB', {
          timeZone: 'America/New_York',
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        }),
      )
      assert.equal(ended[0], 'Mon 09:30')
      assert.match(ended[1] ?? '', / 00:00$/)
      const dayBefore = new Date(Date.parse(inTwentyDays) - 86_400_000).toISOString().slice(0, 10)
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' })
      assert.equal(day.format(new Date(steps[2]?.finishedAt ?? '')), dayBefore)
      assert.equal(steps[3]?.finishedAt, steps[3]?.startedAt)
    }).skip(skip, 'no Redis here')

    test('goes to a given time, and never backward or nowhere', async ({ assert }) => {
      const now = await house.now()
      const to = new Date(Date.parse(now) + 3_600_000).toISOString()
      const reached = await house.api.expect<{ now: string; settled: boolean }>(200, house.api.post(clockPath, { to }))
      assert.isTrue(reached.settled)
      assert.closeTo(Date.parse(reached.now), Date.parse(to), 2_000)
      for (const bad of [
        { to: now },
        { by: 'PT0S' },
        { by: '-P1D' },
        { by: '1 day' },
        {},
        { by: 'P1D', to },
        { to: 'tomorrow' },
      ]) {
        const answer = await house.api.post(clockPath, bad)
        assert.deepEqual([answer.status, answer.body.code], [422, 'E_VALIDATION'], JSON.stringify(bad))
      }
      assert.isAtLeast(Date.parse(await house.now()), Date.parse(reached.now))
    }).skip(skip, 'no Redis here')

    test('is settled only when replies are answered and calls have come back', async ({ assert }) => {
      const nodes = [
        node('ask', 'send_sms', { body: '?' }),
        node('reply', 'branch_on_reply', { timeout: 'P1D', branches: [] }),
        node('quote', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: {} }),
        node('text', 'send_sms', { body: '{{ steps.quote.text }}' }),
      ]
      const id = await house.flow(nodes, ['start -> ask', 'ask -> reply', 'reply.other -> quote', 'quote.done -> text'])
      const person = await house.person()
      await house.through(id, person.id)
      await house.carrier.receive(person.phone, 'Go on')
      await house.advance()
      assert.equal((await house.run(id, person.id)).status, 'completed')
      assert.lengthOf(house.on(person), 2)
    }).skip(skip, 'no Redis here')

    test('belongs to sandboxes only', async ({ assert }) => {
      const live = await house.api.expect<{ id: string }>(
        201,
        house.api.post('/api/workspaces', { name: 'Live', mode: 'live' }),
      )
      const other = await house.api.request('GET', '/api/sandbox/clock', { headers: { 'x-workspace-id': live.id } })
      assert.equal(other.status, 404)
    }).skip(skip, 'no Redis here')
  })
}
