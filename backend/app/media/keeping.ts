import { db } from '#app/core/db'
import { announce } from '#app/live/hub'
import { expireMedia } from '#app/media/expire_media'
import { fetchInboundMedia } from '#app/media/inbound_media'

const FETCH_EVERY_MS = 60_000
const EXPIRE_EVERY_MS = 3_600_000

let timers: NodeJS.Timeout[] = []

const say = (what: string) => (error: unknown) =>
  void process.stderr.write(
    `${what} did not work, and is tried again: ${error instanceof Error ? error.message : String(error)}\n`,
  )

/** Runs `work` again and again, never twice at a time; a failure is said and waits for the next turn. */
function every(ms: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout {
  let busy = false
  const turn = async () => {
    if (busy) return
    busy = true
    try {
      await work()
    } catch (error) {
      process.stderr.write(
        `${what} did not work, and is tried again: ${error instanceof Error ? error.message : String(error)}\n`,
      )
    } finally {
      busy = false
    }
  }
  return setInterval(() => void turn(), ms).unref()
}

async function fetchAndTell(ids: readonly string[] | null): Promise<void> {
  for (const workspaceId of await fetchInboundMedia(db, ids))
    announce(workspaceId, 'media', 'messages', 'conversations')
}

/** Fetches files that were announced, without anybody waiting for it; what fails is tried again by the sweep. */
export function fetchSoon(ids: readonly string[]): void {
  if (ids.length > 0) fetchAndTell(ids).catch(say('Fetching the files of an inbound text'))
}

/** Keeps the media in order while the server runs: fetches what was left over, deletes what has expired. */
export function startMediaKeeping(): void {
  timers = [
    every(FETCH_EVERY_MS, 'Fetching the files of inbound texts', () => fetchAndTell(null)),
    every(EXPIRE_EVERY_MS, 'Deleting expired media', () => expireMedia(db)),
  ]
}

export function stopMediaKeeping(): void {
  for (const timer of timers) clearInterval(timer)
  timers = []
}
