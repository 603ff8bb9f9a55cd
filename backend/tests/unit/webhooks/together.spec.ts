import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { Together, type TogetherOptions } from '#app/webhooks/together'

interface Text {
  from: string
  body: string
}

const text = (from: string, body: string): Text => ({ from, body })

/** A store that can be slow, and notes what was written in which company. */
function gathering(options: Partial<TogetherOptions<Text>> = {}) {
  const batches: string[][] = []
  const alone: string[] = []
  const together = new Together<Text>({
    keyOf: ({ from }) => from,
    takeAll: async (texts) => {
      batches.push(texts.map(({ body }) => body))
      await sleep(20)
      return []
    },
    take: async ({ body }) => {
      alone.push(body)
      await sleep(1)
      if (body === 'poison') throw new Error('it can’t be written')
    },
    blames: (error) => !String(error).includes('the database is away'),
    largest: 10,
    parallel: 2,
    enough: 1,
    ...options,
  })
  return { batches, alone, take: (each: Text) => together.take(each) }
}

test.group('Texts that come at the same time', () => {
  test('are written together, at most so many, and answered when they are', async ({ assert }) => {
    const { batches, take } = gathering()
    let answered = 0
    const all = Array.from({ length: 25 }, (_, at) => take(text(`+1${at}`, String(at))).then(() => (answered += 1)))
    await sleep(2)
    assert.equal(answered, 0)
    await Promise.all(all)
    assert.deepEqual(
      batches.map((batch) => batch.length),
      [10, 10, 5],
    )
  })

  test('begin another batch beside one under way only when enough of them wait', async ({ assert }) => {
    const { batches, take } = gathering({ enough: 3, parallel: 3 })
    const first = take(text('+1', 'first'))
    await sleep(1)
    const two = [take(text('+2', 'second')), take(text('+3', 'third'))]
    await sleep(1)
    assert.lengthOf(batches, 1)
    const fourth = take(text('+4', 'fourth'))
    await sleep(1)
    assert.deepEqual(batches, [['first'], ['second', 'third', 'fourth']])
    await Promise.all([first, ...two, fourth])
  })

  test('of one contact are never under way together and keep their order', async ({ assert }) => {
    const { batches, take } = gathering()
    const ends: string[] = []
    const say = (from: string, body: string) => take(text(from, body)).then(() => ends.push(body))
    await Promise.all([say('Ada', 'a1'), say('Ada', 'a2'), say('Bob', 'b1'), say('Ada', 'a3'), say('Bob', 'b2')])
    for (const batch of batches) assert.isAtMost(batch.filter((body) => body.startsWith('a')).length, 1)
    assert.deepEqual(
      ends.filter((body) => body.startsWith('a')),
      ['a1', 'a2', 'a3'],
    )
    assert.deepEqual(batches.flat().toSorted(), ['a1', 'a2', 'a3', 'b1', 'b2'])
  })

  test('survive one among them that can’t be written: only its own sender hears of it', async ({ assert }) => {
    const { alone, take } = gathering({
      takeAll: async (texts) => {
        if (texts.some(({ body }) => body === 'poison')) throw new Error('it can’t be written')
        return []
      },
    })
    const results = await Promise.allSettled(['one', 'poison', 'two'].map((body) => take(text(body, body))))
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(alone.toSorted(), ['one', 'poison', 'two'])
  })

  test('are taken alone where they were left', async ({ assert }) => {
    const { alone, take } = gathering({ takeAll: async (texts) => texts.filter(({ body }) => body === 'locked') })
    await Promise.all(['one', 'locked', 'two'].map((body) => take(text(body, body))))
    assert.deepEqual(alone, ['locked'])
  })

  test('all hear at once that the database is away, and the next ones are tried anew', async ({ assert }) => {
    let isAway = true
    const { alone, take } = gathering({
      takeAll: async () => {
        if (isAway) throw new Error('the database is away')
        return []
      },
    })
    const results = await Promise.allSettled(['one', 'two'].map((body) => take(text(body, body))))
    assert.isTrue(results.every(({ status }) => status === 'rejected'))
    assert.deepEqual(alone, [])
    isAway = false
    await take(text('one', 'one'))
  })
})
