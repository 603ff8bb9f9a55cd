import { test } from '@japa/runner'

import { readSettings } from '../../settings.js'

function faultsOf(env: Record<string, string>): string[] {
  const reading = readSettings(env)
  return reading.ok ? [] : reading.faults.map((fault) => fault.name)
}

test.group('The settings of the environment', () => {
  test('an empty environment gives the defaults that the README promises', ({ assert }) => {
    const reading = readSettings({})
    assert.isTrue(reading.ok)
    if (!reading.ok) return
    assert.deepEqual(reading.settings, {
      host: '127.0.0.1',
      port: 3001,
      publicUrl: 'http://localhost:3001',
      databaseUrl: undefined,
      redisUrl: undefined,
      production: false,
    })
  })

  test('the public address follows the port when it is not set', ({ assert }) => {
    const reading = readSettings({ PORT: '8080' })
    assert.isTrue(reading.ok && reading.settings.publicUrl === 'http://localhost:8080')
  })

  test('an empty value counts as not set, as in a compose file', ({ assert }) => {
    assert.deepEqual(faultsOf({ DATABASE_URL: '', REDIS_URL: '', PORT: '' }), [])
  })

  test('{name} with a wrong value is named as the fault')
    .with([
      { name: 'PORT', value: 'http' },
      { name: 'PORT', value: '70000' },
      { name: 'PORT', value: '0' },
      { name: 'HOST', value: 'two words' },
      { name: 'PUBLIC_URL', value: 'example.com' },
      { name: 'DATABASE_URL', value: 'mysql://localhost/x' },
      { name: 'REDIS_URL', value: 'localhost:6379' },
      { name: 'APP_KEY', value: 'short' },
      { name: 'TWILIO_PHONE_NUMBER', value: '555-0100' },
      { name: 'RATE_LIMIT', value: '-1' },
      { name: 'SONIAROSE_DEMO', value: 'yes' },
      { name: 'SONIAROSE_OWNER_EMAIL', value: 'owner' },
    ])
    .run(({ assert }, { name, value }) => {
      assert.deepEqual(faultsOf({ [name]: value }), [name])
    })

  test('a secret with a wrong value is never shown', ({ assert }) => {
    const reading = readSettings({ APP_KEY: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@db/x' })
    assert.isFalse(reading.ok)
    if (reading.ok) return
    assert.notInclude(reading.faults.map((fault) => fault.message).join(' '), 'hunter2')
  })

  test('production without a key of its own does not start', ({ assert }) => {
    assert.deepEqual(faultsOf({ NODE_ENV: 'production' }), ['APP_KEY'])
    assert.deepEqual(faultsOf({ NODE_ENV: 'production', APP_KEY: 'k'.repeat(32) }), [])
  })

  test('half a Twilio account, or half a media store, is a fault of the missing half', ({ assert }) => {
    assert.deepEqual(faultsOf({ TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` }), ['TWILIO_AUTH_TOKEN'])
    assert.deepEqual(faultsOf({ S3_ENDPOINT: 'http://127.0.0.1:9000', S3_BUCKET: 'media' }), [
      'S3_ACCESS_KEY_ID',
      'S3_SECRET_ACCESS_KEY',
    ])
  })

  test('every fault is told at once, so that nobody mends one start at a time', ({ assert }) => {
    assert.deepEqual(faultsOf({ PORT: 'x', REDIS_URL: 'y', SONIAROSE_DEMO: 'z' }), [
      'PORT',
      'REDIS_URL',
      'SONIAROSE_DEMO',
    ])
  })
})
