import { Api } from './api.ts'
import { Program } from './processes.ts'
import type { Stack } from './stack.ts'

/** A workspace of its own with a client that sees only it. */
export interface Tenant {
  id: string
  api: Api
}

/** A token of the owner's for one workspace, by the command that the contract names. */
export async function tokenFor(stack: Stack, workspaceId: string, ...more: string[]): Promise<string> {
  const command = new Program(
    'bin/console.ts',
    ['token:create', '--email', stack.owner.email, '--workspace', workspaceId, ...more],
    stack.env,
  )
  if ((await command.end()) !== 0) throw new Error(`token:create failed: ${command.output}`)
  return command.output.trim()
}

/** Makes a further workspace beside the owner's first. */
export async function newTenant(
  stack: Stack,
  first: Api,
  given: { name: string; mode?: 'sandbox' | 'live' },
): Promise<Tenant> {
  const { id } = await first.expect<{ id: string }>(201, first.post('/api/workspaces', { mode: 'sandbox', ...given }))
  return { id, api: new Api(stack.url, await tokenFor(stack, id)) }
}

let last = 0

/** A US number that no other call gave. */
export function freshPhone(): string {
  last += 1
  return `+1415${String(5_550_000 + last).padStart(7, '0')}`
}

export const CONSENT = { source: 'web form', wording: 'Yes, text me', at: '2026-01-05T10:00:00.000Z' }

/** A graph that can be published: one text to whoever is enrolled by hand. */
export const oneText = (body = 'Hello. Reply STOP to opt out.') => ({
  schemaVersion: 1,
  name: 'One text',
  settings: { reentry: 'never' },
  nodes: [
    { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
    { id: 'text', type: 'send_sms', position: { x: 0, y: 120 }, data: { body } },
  ],
  edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'text' }],
})

export interface Made {
  id: string
}

/** A workflow with a graph, as a draft. */
export const newWorkflow = (api: Api, graph: object = oneText()) =>
  api.expect<Made>(201, api.post('/api/workflows', { name: 'Test', graph }))
