import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'

const LIMIT_MS = 2_000

/**
 * Asks the Redis at an address for a sign of life (https://redis.io/docs/latest/develop/reference/protocol-spec/). The
 * queue's own connection tells only of the last ring, and a server that never rang knows nothing.
 * @param address redis:// or rediss://, with user and password where it has them
 * @returns whether it answered, and would take commands from us
 */
export function redisAnswers(address: string): Promise<boolean> {
  const url = new URL(address)
  const where = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379) }
  return new Promise((done) => {
    const socket = url.protocol === 'rediss:' ? connectTls({ ...where, servername: where.host }) : connectPlain(where)
    let heard = ''
    const end = (answered: boolean) => {
      socket.destroy()
      done(answered)
    }
    // From the first moment on, also while the name is looked up.
    const late = setTimeout(() => end(false), LIMIT_MS)
    socket.once('close', () => {
      clearTimeout(late)
      done(false)
    })
    socket.once('error', () => end(false))
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      if (heard.includes('+PONG')) end(true)
      else if (heard.startsWith('-') || heard.length > 1_000) end(false)
    })
    socket.write(signIn(url) + command(['PING']))
  })
}

/** A command as Redis's protocol wants it. */
function command(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
}

function signIn({ username, password }: URL): string {
  if (password === '') return ''
  return command(['AUTH', ...[username, password].filter((word) => word !== '').map(decodeURIComponent)])
}
