import type { IncomingMessage, ServerResponse } from 'node:http'

/** The local Twilio inside this process. */
export interface MountedEmulator {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  stop: () => Promise<void>
}

export async function mountEmulator(_path: string): Promise<MountedEmulator | null> {
  return null
}
