import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { BootFailure } from '../failure.js'

/**
 * @typedef {{ uid: number, gid: number, name: string }} Account
 */

/**
 * Postgres refuses to run as root, so root lends it an account without rights.
 * @returns {Account | undefined} nothing when this user may run Postgres itself
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]), name }
  }
  throw new BootFailure(
    'Postgres does not run as root, and this machine has neither a user "postgres" nor "nobody".',
    'Start SoniaRose as an ordinary user, or name a Postgres in DATABASE_URL.',
  )
}

/**
 * Asks the system itself whether an account can do something with a path: rights of every folder above count.
 * @param {Account | undefined} account nothing: this user
 * @param {'r' | 'w' | 'x'} right
 * @param {string} path
 * @returns {boolean}
 */
export function may(account, right, path) {
  const outcome = spawnSync('/bin/sh', ['-c', `test -${right} "$1"`, 'sh', path], {
    cwd: '/',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  })
  return outcome.status === 0
}
