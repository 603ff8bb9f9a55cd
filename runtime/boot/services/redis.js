import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopChild } from '../children.js'
import { freePort, whyNotConnect } from '../ports.js'
import { until } from '../processes.js'
import { installPackage, onPath } from './apt.js'

/** @returns {Promise<string | undefined>} the redis-server to use, installed first where that is allowed */
export async function findRedis() {
  const found = onPath('redis-server')
  if (found) return found
  return (await installPackage('redis-server')) ? onPath('redis-server') : undefined
}

/**
 * A Redis of our own, on a free port and in an empty folder, with the append-only file that production needs.
 * @param {string} binary
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startRedis(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'soniarose-redis-'))
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes']
  const server = spawn(binary, [...flags, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  const stop = async () => {
    await stopChild(server, 5000)
    rmSync(folder, { recursive: true, force: true })
  }
  if (await until(async () => (await whyNotConnect('127.0.0.1', port)) === undefined, 10_000)) {
    return { url: `redis://127.0.0.1:${port}`, stop }
  }
  await stop()
  throw new Error(`${binary} did not answer on port ${port} within 10 s`)
}
