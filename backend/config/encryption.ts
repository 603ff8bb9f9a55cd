import { createHash } from 'node:crypto'
import { defineConfig, drivers } from '@adonisjs/core/encryption'
import { env } from '#app/core/env'

// A key of its own for cookies, so that a cookie is no ciphertext of a stored secret and the other way round.
const cookieKey = createHash('sha256').update('cookies').update(env().appKey).digest('hex')

export default defineConfig({ default: 'gcm', list: { gcm: drivers.aes256gcm({ id: 'gcm', keys: [cookieKey] }) } })
