import { createServer, type AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { redisAnswers } from '#app/health/ask_redis'

/** Something that listens where a Redis should be. */
async function listening(cleanup: (undo: () => void) => void, answer: string | null) {
  const heard: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      heard.push(chunk.toString())
      if (answer !== null) socket.write(answer)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  cleanup(() => void server.close())
  return { port: (server.address() as AddressInfo).port, heard }
}

test.group('Whoever watches the queue', () => {
  test('hears that a Redis answers, with its password or without', async ({ assert, cleanup }) => {
    const redis = await listening(cleanup, '+OK\r\n+PONG\r\n')
    assert.isTrue(await redisAnswers(`redis://127.0.0.1:${redis.port}`))
    assert.isTrue(await redisAnswers(`redis://:a%20key@127.0.0.1:${redis.port}`))
    assert.include(redis.heard[1] ?? '', '$5\r\na key\r\n')
  })

  test('hears that it does not, when it is away, refuses, or says nothing', async ({ assert, cleanup }) => {
    assert.isFalse(await redisAnswers('redis://127.0.0.1:1'))
    const refusing = await listening(cleanup, '-NOAUTH Authentication required.\r\n')
    assert.isFalse(await redisAnswers(`redis://127.0.0.1:${refusing.port}`))
    const silent = await listening(cleanup, null)
    assert.isFalse(await redisAnswers(`redis://127.0.0.1:${silent.port}`))
  })
})
