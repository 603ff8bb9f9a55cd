import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { reason } from '../data_folder.js'

/**
 * Asks a Redis for its version, in its own protocol, so that it needs no driver.
 * @param {string} address redis:// or rediss://, with user and password where it has them
 * @param {number} [limit] milliseconds
 * @returns {Promise<{ ok: true, version: string } | { ok: false, why: string }>}
 */
export function askRedis(address, limit = 5000) {
  const url = new URL(address)
  const where = { host: url.hostname, port: Number(url.port || 6379) }
  return new Promise((done) => {
    const socket = url.protocol === 'rediss:' ? connectTls(where) : connectPlain(where)
    /** @param {{ ok: true, version: string } | { ok: false, why: string }} outcome */
    const end = (outcome) => {
      socket.destroy()
      done(outcome)
    }
    socket.setTimeout(limit, () => end({ ok: false, why: `no answer within ${limit / 1000} s` }))
    socket.once('error', (error) => end({ ok: false, why: reason(error) }))
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      const version = /redis_version:(\S+)/.exec(heard)?.[1]
      if (version) end({ ok: true, version })
      const refusal = /^-(.*)\r$/m.exec(heard)?.[1]
      if (refusal) end({ ok: false, why: refusal })
    })
    socket.write(signIn(url) + command('INFO', 'server'))
  })
}

/** @param {...string} words @returns {string} a command as Redis's protocol wants it */
const command = (...words) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`

/** @param {URL} url */
function signIn({ username, password }) {
  if (!password) return ''
  const words = [username, password].filter(Boolean).map(decodeURIComponent)
  return command('AUTH', ...words)
}
