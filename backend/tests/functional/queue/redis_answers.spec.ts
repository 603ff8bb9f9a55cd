import { createServer, type AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { redisAnswers } from '@soniarose/worker/queue'
import { Redis } from 'ioredis'
import { OwnRedis } from '../../support/own_redis.ts'

test.group('Whoever watches the queue', () => {
  test('hears that a Redis answers, that it is gone, and that it is back', async ({ assert, cleanup }) => {
    const own = await OwnRedis.start()
    cleanup(() => own.stop())
    assert.isTrue(await redisAnswers(own.url))
    await own.kill()
    assert.isFalse(await redisAnswers(own.url))
    await own.start()
    assert.isTrue(await redisAnswers(own.url))
  }).skip(!process.env.TEST_REDIS_URL, 'no Redis here')

  test('hears that it wants a password that nobody has given', async ({ assert, cleanup }) => {
    const own = await OwnRedis.start()
    cleanup(() => own.stop())
    const admin = new Redis(own.url)
    await admin.config('SET', 'requirepass', 'a key')
    admin.disconnect()
    assert.isFalse(await redisAnswers(own.url))
    assert.isTrue(await redisAnswers(own.url.replace('//', '//:a%20key@')))
  }).skip(!process.env.TEST_REDIS_URL, 'no Redis here')

  test('is not kept waiting by something that listens and says nothing', async ({ assert, cleanup }) => {
    const silent = createServer((socket) => void socket.on('error', () => undefined))
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
    cleanup(() => void silent.close())
    assert.isFalse(await redisAnswers(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`))
  })
})
