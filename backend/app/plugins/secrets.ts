import type { Tx } from '#app/core/db'
import { sealToken as sealSecret } from '#app/senders/credentials'

/** A secret of a plugin, and whether it has been given. Its value is never read out. */
export interface SecretState {
  name: string
  /** The newest version asks for it; else only an older one did, which runs may still be on. */
  isWanted: boolean
  isSet: boolean
  updatedAt: Date | null
}

export type SetSecrets =
  | { ok: true; secrets: SecretState[] }
  | { ok: false; error: { type: 'not_found' } | { type: 'not_declared'; name: string } }

const DECLARED = `
  SELECT coalesce(p.manifest #> '{permissions,secrets}', '[]') AS names FROM plugins p
  WHERE p.workspace_id = $1 AND p.name = $2 ORDER BY p.installed_at DESC, p.id DESC LIMIT 1`

const STATES = `
  SELECT name, d.name IS NOT NULL AS "isWanted", s.name IS NOT NULL AS "isSet", s.updated_at AS "updatedAt"
  FROM unnest($3::text[]) AS d(name)
  FULL JOIN (SELECT * FROM plugin_secrets WHERE workspace_id = $1 AND plugin = $2) s USING (name)
  ORDER BY name`

const SET = `
  INSERT INTO plugin_secrets (workspace_id, plugin, name, value)
  SELECT $1, $2, name, value FROM unnest($3::text[], $4::text[]) AS given(name, value)
  ON CONFLICT (workspace_id, plugin, name) DO UPDATE SET value = excluded.value, updated_at = now()`

const FORGET = 'DELETE FROM plugin_secrets WHERE workspace_id = $1 AND plugin = $2 AND name = ANY($3::text[])'

/** One plugin of one workspace. */
interface PluginAt {
  workspaceId: string
  plugin: string
}

/** The secrets that the newest version of a plugin asks for, and those that have been given; null: there is no such plugin. */
export async function readSecrets(db: Pick<Tx, 'query'>, at: PluginAt): Promise<SecretState[] | null> {
  const [row] = await db.query<{ names: string[] }>(DECLARED, [at.workspaceId, at.plugin])
  return row === undefined ? null : db.query<SecretState>(STATES, [at.workspaceId, at.plugin, row.names])
}

/** Sets secrets of a plugin, sealed; null takes one away. Those not named stay as they are. */
export async function setSecrets(
  tx: Pick<Tx, 'query'>,
  at: PluginAt,
  given: Readonly<Record<string, string | null>>,
): Promise<SetSecrets> {
  const known = await readSecrets(tx, at)
  if (known === null) return { ok: false, error: { type: 'not_found' } }
  const stranger = Object.keys(given).find((name) => !known.some((secret) => secret.name === name))
  if (stranger !== undefined) return { ok: false, error: { type: 'not_declared', name: stranger } }
  const kept = Object.entries(given).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: sealSecret(value) }],
  )
  const gone = Object.keys(given).filter((name) => given[name] === null)
  const values = [kept.map(({ name }) => name), kept.map(({ value }) => value)]
  if (kept.length > 0) await tx.query(SET, [at.workspaceId, at.plugin, ...values])
  if (gone.length > 0) await tx.query(FORGET, [at.workspaceId, at.plugin, gone])
  return { ok: true, secrets: (await readSecrets(tx, at)) ?? [] }
}
