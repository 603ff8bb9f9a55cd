/** An account that may call the API. `geoPermissions`: prefixes it may text (`+1`); absent: all. */
export interface Account {
  sid: string
  authToken: string
  apiKeys: Record<string, string>
  geoPermissions: string[] | null
}

/** What to do with an account that nobody registered: refuse it, take it if its token is a known one, or take it as it comes. */
export type UnknownAccounts = 'refuse' | 'known_token' | 'adopt'

const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/

/** The accounts, and who may act for which. */
export class Accounts {
  #bySid = new Map<string, Account>()
  #byHeader = new Map<string, string>()
  readonly #unknown: UnknownAccounts

  constructor(unknown: UnknownAccounts) {
    this.#unknown = unknown
  }

  /** Adds an account or replaces it (a rotated token is a replacement). */
  set(account: Account): void {
    this.#bySid.set(account.sid, account)
    this.#byHeader.clear()
  }

  get(sid: string): Account | null {
    return this.#bySid.get(sid) ?? null
  }

  all(): Account[] {
    return [...this.#bySid.values()]
  }

  /** The account `sid` if the `Authorization` header proves the right to act for it, else null. */
  authenticate(sid: string, header: string | undefined): Account | null {
    if (header === undefined) return null
    const known = this.#bySid.get(sid)
    const cacheKey = `${sid} ${header}`
    if (known !== undefined && this.#byHeader.has(cacheKey)) return known
    const credentials = readBasic(header)
    if (credentials === null) return null
    const account = known ?? this.#adopt(sid, credentials)
    if (account === null || !proves(account, credentials)) return null
    if (this.#byHeader.size > 1_000) this.#byHeader.clear()
    this.#byHeader.set(cacheKey, sid)
    return account
  }

  #adopt(sid: string, credentials: Credentials): Account | null {
    if (!ACCOUNT_SID.test(sid) || credentials.user !== sid || credentials.secret === '') return null
    const tokenKnown = this.all().some((account) => account.authToken === credentials.secret)
    if (this.#unknown === 'refuse' || (this.#unknown === 'known_token' && !tokenKnown)) return null
    const account = { sid, authToken: credentials.secret, apiKeys: {}, geoPermissions: null }
    this.set(account)
    return account
  }
}

interface Credentials {
  user: string
  secret: string
}

function readBasic(header: string): Credentials | null {
  const [scheme, encoded] = header.split(' ')
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return null
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? null : { user: text.slice(0, colon), secret: text.slice(colon + 1) }
}

function proves(account: Account, credentials: Credentials): boolean {
  if (credentials.user === account.sid) return credentials.secret === account.authToken
  return Object.hasOwn(account.apiKeys, credentials.user) && account.apiKeys[credentials.user] === credentials.secret
}
