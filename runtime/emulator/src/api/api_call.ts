import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from '../state/accounts.ts'
import type { World } from '../world.ts'

/** One authenticated request to the API. */
export interface ApiCall {
  world: World
  account: Account
  req: IncomingMessage
  res: ServerResponse
  query: URLSearchParams
  form: URLSearchParams
}
