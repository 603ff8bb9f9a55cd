import { connect, createServer } from 'node:net'
import { code } from './data_folder.js'

/**
 * Tries to listen, and lets go again.
 * @param {string} host
 * @param {number} port 0 for any free one
 * @returns {Promise<{ port: number } | { error: string }>} the port, or the system's name of the error
 */
function tryToListen(host, port) {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', (error) => done({ error: code(error) ?? error.message }))
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const found = typeof address === 'object' && address ? address.port : port
      server.close(() => done({ port: found }))
    })
  })
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} the system's name of what stands against listening there, or nothing
 */
export async function whyNotListen(host, port) {
  const outcome = await tryToListen(host, port)
  return 'error' in outcome ? outcome.error : undefined
}

/**
 * @param {number} [preferred] taken when it is free, so that an address stays the same over restarts
 * @returns {Promise<number>} a free port on the loopback address
 */
export async function freePort(preferred) {
  if (preferred && (await whyNotListen('127.0.0.1', preferred)) === undefined) return preferred
  const outcome = await tryToListen('127.0.0.1', 0)
  if ('error' in outcome) throw new Error(`no free port on 127.0.0.1 (${outcome.error})`)
  return outcome.port
}

/**
 * @param {string} host
 * @param {number} port
 * @param {number} [limit] milliseconds
 * @returns {Promise<string | undefined>} why nothing answers there, or nothing when a connection opens
 */
export function whyNotConnect(host, port, limit = 3000) {
  return new Promise((done) => {
    const socket = connect({ host, port })
    /** @param {string} [outcome] */
    const end = (outcome) => {
      socket.destroy()
      done(outcome)
    }
    socket.setTimeout(limit, () => end('ETIMEDOUT'))
    socket.once('connect', () => end())
    socket.once('error', (error) => end(code(error) ?? error.message))
  })
}
