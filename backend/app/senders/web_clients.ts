import { pool } from '#app/core/db'
import { env } from '#app/core/env'
import { emulatorUrlOf } from '#app/engine/emulator_url'
import { TwilioClients } from '#app/engine/twilio_clients'
import { openToken } from '#app/senders/credentials'

let shared: TwilioClients | null = null

/** The server's own clients of the provider: for questions, never for texts, which only workers send. */
export function webClients(): TwilioClients {
  if (shared !== null) return shared
  const { twilioApiBaseUrl: apiBaseUrl } = env()
  shared = new TwilioClients({ pool: pool(), openSecret: openToken, apiBaseUrl, emulatorUrl: emulatorUrlOf(env()) })
  return shared
}
