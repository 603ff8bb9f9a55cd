import { useSyncExternalStore } from 'react'

/*
 * "Now" on every screen is the workspace's: a sandbox's clock can be days ahead of the wall.
 */
const listeners = new Set<() => void>()
let offset = 0
let current = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tell() {
  current = Date.now() + offset
  for (const listener of listeners) listener()
}

/** Sets how far the workspace's clock is ahead of this device's, in milliseconds. */
export function setClockOffset(ms: number): void {
  if (Math.abs(ms - offset) < 1500) return
  offset = ms
  tell()
}

/** The moment that is now in the workspace, in milliseconds since 1970. */
export function workspaceNow(): number {
  return Date.now() + offset
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(tell, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** While nobody has listened, what was "now" last has grown old; within one drawing it stays the same. */
function snapshot(): number {
  if (timer === undefined && workspaceNow() - current > 1000) current = workspaceNow()
  return current
}

/** The same for components: renders again every 15 s, and when the clock is moved. */
export function useWorkspaceNow(): number {
  return useSyncExternalStore(subscribe, snapshot)
}
