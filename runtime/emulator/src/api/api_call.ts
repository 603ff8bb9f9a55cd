import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../delivery/fault.ts'
import type { Account } from '../state/accounts.ts'
import type { World } from '../world.ts'

/** One authenticated request to the API. `fault` is what the rules want done to its answer. */
export interface ApiCall {
  world: World
  account: Account
  req: IncomingMessage
  res: ServerResponse
  query: URLSearchParams
  form: URLSearchParams
}

/** The same, with the fault that its answer must suffer. */
export interface FaultyCall extends ApiCall {
  fault: Fault
}
