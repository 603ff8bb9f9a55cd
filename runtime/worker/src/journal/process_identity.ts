import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Where a process id means something: this host, since this boot, in this process namespace. A journal from anywhere else
 * is left alone, because its process can't be known to be dead.
 */
export function processWorld(): string {
  const parts = [
    hostname(),
    readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    readOr(() => readlinkSync('/proc/self/ns/pid')),
  ]
  return parts.join('-').replace(/[^A-Za-z0-9-]+/g, '')
}

/** Whether a process with this id exists. One of another user exists too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readOr(read: () => string): string {
  try {
    return read().trim()
  } catch {
    // Not Linux: the host's name must do.
    return ''
  }
}
