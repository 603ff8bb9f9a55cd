import { webClients } from '#app/senders/web_clients'

export type AccountCheck =
  | { ok: true; accountStatus: string; accountName: string }
  /** `code`: the carrier's own, where it gave one. */
  | { ok: false; code: number | null; message: string }

/** Asks the carrier whether a sender's credentials open its account. Never throws for anything the carrier did. */
export async function checkAccount(senderId: string): Promise<AccountCheck> {
  const clients = webClients()
  // What was just changed must be what is tried.
  clients.forget(senderId)
  try {
    const { client, accountSid } = await clients.of(senderId)
    const account = await client.api.v2010.accounts(accountSid).fetch()
    return { ok: true, accountStatus: account.status, accountName: account.friendlyName }
  } catch (error) {
    return { ok: false, ...reasonOf(error) }
  }
}

/** The SDK's errors carry the credentials: only status and code are taken over. */
function reasonOf(error: unknown): { code: number | null; message: string } {
  const status = numberOf(error, 'status')
  const code = numberOf(error, 'code')
  if (status === 401 || status === 403)
    return { code, message: 'The carrier refuses the Account SID or the auth token.' }
  if (status === 404) return { code, message: 'The carrier knows no such account.' }
  if (status !== null) return { code, message: `The carrier answered with status ${status}.` }
  return { code: null, message: 'The carrier could not be reached.' }
}

function numberOf(error: unknown, name: string): number | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'number' ? value : null
}
