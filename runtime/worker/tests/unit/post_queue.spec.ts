import { test } from '@japa/runner'
import type { OutgoingText } from '../../src/ports/message_gateway.ts'
import { PostQueue } from '../../src/sender/post_queue.ts'

const CONNECTIONS = 10

/** A queue whose posts end when they are told to, on a clock that stands still. */
class Posts {
  now = 0
  readonly begun: string[] = []
  readonly queue: PostQueue
  readonly #ends: (() => void)[] = []

  constructor() {
    this.queue = new PostQueue({
      concurrency: CONNECTIONS,
      clock: {
        monotonic: () => this.now,
        random: () => 0,
        newId: () => '',
        sleep: () => Promise.resolve(),
      },
      post: ({ text }) => {
        this.begun.push(text.messageId)
        return new Promise((resolve) => this.#ends.push(resolve))
      },
    })
  }

  add(count: number): void {
    this.queue.add(Array.from({ length: count }, (_, index) => ({ text: textOf(`m${index}`), claimedAt: this.now })))
  }

  /** Each post under way ends after so many milliseconds. */
  async endAll(afterMs: number): Promise<void> {
    this.now += afterMs
    for (const end of this.#ends.splice(0)) end()
    await turn()
  }
}

function textOf(messageId: string): OutgoingText {
  return {
    messageId,
    attemptId: messageId,
    attempt: 1,
    workspaceId: 'w',
    runId: null,
    senderId: 's',
    opensConversation: false,
    to: '+14155550100',
    body: 'Hello',
    mediaIds: [],
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function turns(count: number): Promise<void> {
  for (let each = 0; each < count; each++) await turn()
}

test.group('Claimed texts on their way to the provider', () => {
  test('are begun a few at a time: what the database answers meanwhile does not wait for all of them', async ({
    assert,
  }) => {
    const posts = new Posts()
    posts.add(CONNECTIONS)
    assert.isBelow(posts.begun.length, CONNECTIONS)
    const first = posts.begun.length
    await turn()
    assert.isAbove(posts.begun.length, first)
    await turns(5)
    assert.deepEqual(
      posts.begun,
      Array.from({ length: CONNECTIONS }, (_, index) => `m${index}`),
    )
  })

  test('never take more connections than there are, and each that gets free is taken', async ({ assert }) => {
    const posts = new Posts()
    posts.add(25)
    await turns(10)
    assert.lengthOf(posts.begun, CONNECTIONS)
    await posts.endAll(5)
    await turns(10)
    assert.lengthOf(posts.begun, 2 * CONNECTIONS)
    await posts.endAll(5)
    await turns(10)
    assert.lengthOf(posts.begun, 25)
  })

  test('are claimed ahead of a quick provider only: a STOP has to find texts still planned that a slow one delays', async ({
    assert,
  }) => {
    const slow = new Posts()
    assert.equal(slow.queue.ahead, 0)
    const quick = new Posts()
    for (let round = 0; round < 20; round++) {
      for (const [posts, ms] of [[slow, 2_000] as const, [quick, 10] as const]) {
        posts.add(CONNECTIONS)
        await turns(10)
        await posts.endAll(ms)
      }
    }
    assert.equal(slow.queue.ahead, 0)
    assert.equal(quick.queue.ahead, 2 * CONNECTIONS)
  })
})
