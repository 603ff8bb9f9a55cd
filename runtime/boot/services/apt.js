import { spawn, spawnSync } from 'node:child_process'
import { endingOf, track } from '../children.js'
import { step } from '../output.js'

/** @param {string} program @returns {string | undefined} where it is on the PATH */
export function onPath(program) {
  const outcome = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' })
  return outcome.status === 0 ? outcome.stdout.trim() : undefined
}

const canInstall = () => process.getuid?.() === 0 && onPath('apt-get') !== undefined

/** @param {string[]} words @param {number} limit milliseconds */
async function aptGet(words, limit) {
  const child = track(
    spawn('apt-get', ['-qq', ...words], {
      stdio: 'ignore',
      timeout: limit,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }),
  )
  return (await endingOf(child)).code === 0
}

/**
 * Installs a Debian package where that is allowed: as root, on a system with apt-get.
 * @param {string} name
 * @returns {Promise<boolean>} whether it is installed now
 */
export async function installPackage(name) {
  if (!canInstall()) return false
  return step(`Installing ${name} with apt-get`, async () => {
    const install = () => aptGet(['install', '-y', '--no-install-recommends', name], 300_000)
    // A fresh machine has no package lists; one with lists from yesterday needs no new ones.
    return (await install()) || ((await aptGet(['update'], 120_000)) && (await install()))
  })
}
