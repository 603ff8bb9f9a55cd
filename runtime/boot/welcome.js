import { get } from 'node:http'
import { rose } from './output.js'

/** @typedef {import('./settings.js').Settings} Settings */

/** An address to call this machine's own server by: one that listens everywhere also listens here. */
/** @param {Settings} settings */
const callable = ({ host }) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)

/**
 * @param {Settings} settings
 * @returns {Promise<boolean>} whether the server answers, whatever it says
 */
export function answers(settings) {
  return new Promise((done) => {
    const request = get(
      { host: callable(settings), port: settings.port, path: '/api/health/live', timeout: 2000 },
      (response) => {
        response.resume()
        done(true)
      },
    )
    request.once('error', () => done(false))
    request.once('timeout', () => request.destroy())
  })
}

/**
 * Says on standard output where everything is, and who may sign in when that was settled just now.
 * @param {Settings} settings
 * @param {import('./migrate.js').Owner | undefined} owner
 */
export function printAddresses({ publicUrl }, owner) {
  const base = publicUrl.replace(/\/$/, '')
  const lines = [
    '',
    rose('SoniaRose is ready.'),
    '',
    `  Console    ${base}/crm`,
    `  Dev phone  ${base}/dev/phone`,
    `  API docs   ${base}/api/docs`,
    '',
  ]
  if (owner) {
    lines.push(
      'Sign in as the owner; this is shown only now:',
      '',
      `  E-mail     ${owner.email}`,
      `  Password   ${owner.password}`,
      '',
    )
  }
  lines.push('Stop it with Ctrl-C.', '')
  process.stdout.write(lines.join('\n'))
}
