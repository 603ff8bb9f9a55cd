import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** One fact of the pack, in the order in which it happened. */
export interface Fact {
  /** ISO 8601, on the workspace's clock. */
  at: string
  kind: 'consent' | 'text' | 'reply' | 'compliance' | 'suppression'
  data: Record<string, unknown>
}

/** A fact bound to all before it. */
export interface Link extends Fact {
  /** SHA-256, hex, of the link before and this fact. */
  hash: string
}

/** JSON with sorted keys: the same fact always has the same text (RFC 8785's order for plain ASCII keys). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

function hashOf(previous: string, { at, kind, data }: Fact): string {
  return createHash('sha256')
    .update(`${previous}\n${canonical({ at, kind, data })}`)
    .digest('hex')
}

/** Links facts into a chain that begins at `head`, the pack's own description. */
export function chain(head: unknown, facts: readonly Fact[]): Link[] {
  let previous = createHash('sha256').update(canonical(head)).digest('hex')
  return facts.map((fact) => {
    previous = hashOf(previous, fact)
    return { at: fact.at, kind: fact.kind, data: fact.data, hash: previous }
  })
}

/** The index of the first link that does not follow from those before it; null when the chain holds. */
export function firstBreak(head: unknown, links: readonly Link[]): number | null {
  const again = chain(head, links)
  const broken = links.findIndex((link, index) => link.hash !== again[index]?.hash)
  return broken === -1 ? null : broken
}

/** The server's own mark on the end of a chain: HMAC-SHA256 with a key derived from APP_KEY, base64url. */
export function seal(appKey: string, head: unknown, links: readonly Link[]): string {
  const end = links.at(-1)?.hash ?? ''
  return createHmac('sha256', sealKey(appKey))
    .update(`${canonical(head)}\n${links.length}\n${end}`)
    .digest('base64url')
}

/** Whether a pack's seal is this server's for exactly its links. */
export function isSealed(appKey: string, pack: { head: unknown; links: readonly Link[]; seal: string }): boolean {
  const expected = Buffer.from(seal(appKey, pack.head, pack.links))
  const actual = Buffer.from(pack.seal)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function sealKey(appKey: string): Buffer {
  return createHmac('sha256', appKey).update('evidence seal v1').digest()
}
