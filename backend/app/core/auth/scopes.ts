/** What can be read or changed over the API; a scope is one of them with `:read` or `:write`. */
export const RESOURCES = [
  'contacts',
  'segments',
  'workflows',
  'messages',
  'conversations',
  'events',
  'compliance',
  'media',
  'calls',
  'settings',
  'members',
  'tokens',
  'senders',
  'plugins',
  'sandbox',
] as const
export type Resource = (typeof RESOURCES)[number]
export type Scope = `${Resource}:read` | `${Resource}:write`

export const SCOPES: readonly Scope[] = RESOURCES.flatMap((resource): Scope[] => [
  `${resource}:read`,
  `${resource}:write`,
])

export const ROLES = ['owner', 'admin', 'marketer', 'operator', 'developer', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const read = new Set<Scope>(SCOPES.filter((scope) => scope.endsWith(':read')))
const all = new Set<Scope>(SCOPES)
const readAnd = (...writes: Resource[]) =>
  new Set<Scope>([...read, ...writes.map((resource): Scope => `${resource}:write`)])

/** Who may do what. Reading is for everybody in the workspace; a role is what it may change. */
const grants: Record<Role, ReadonlySet<Scope>> = {
  owner: all,
  admin: all,
  developer: readAnd('contacts', 'segments', 'workflows', 'events', 'media', 'tokens', 'senders', 'plugins', 'sandbox'),
  marketer: readAnd('contacts', 'segments', 'workflows', 'conversations', 'events', 'media', 'sandbox'),
  operator: readAnd('contacts', 'conversations', 'media', 'sandbox'),
  viewer: read,
}

/**
 * Whether somebody may use a scope.
 * @param tokenScopes a token's own scopes, which narrow its owner's role; null for a session, empty for all of the role
 */
export function may(scope: Scope, role: Role, tokenScopes: readonly string[] | null): boolean {
  if (!grants[role].has(scope)) return false
  return tokenScopes === null || tokenScopes.length === 0 || tokenScopes.includes(scope)
}

/** All that somebody may use; see `may`. */
export function allowedScopes(role: Role, tokenScopes: readonly string[] | null): Scope[] {
  return SCOPES.filter((scope) => may(scope, role, tokenScopes))
}
