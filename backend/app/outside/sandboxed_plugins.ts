import type { Json } from '@soniarose/core'
import { Egress } from '@soniarose/egress'
import type { PluginManifest } from '@soniarose/plugin-sdk/manifest'
import { PluginHost as Sandbox, type PluginFetch } from '@soniarose/sandbox'
import type { PluginAnswer, PluginCall, PluginHost } from '@soniarose/worker'
import type pg from 'pg'
import { readPluginPatch } from '#app/outside/plugin_patch'

interface CallRow {
  manifest: PluginManifest | null
  bundle: string | null
  sha256: string | null
  now: Date
  contact: Record<string, unknown>
  /** Sealed, by name. */
  secrets: Record<string, string> | null
}

/** The version that the run's workflow version was published with, else the newest enabled one; with what the node may see. */
const FIND = `
  SELECT p.manifest, p.bundle, p.bundle_sha256 AS sha256, clock_timestamp() + w.clock_offset AS now,
    jsonb_build_object('firstName', c.first_name, 'lastName', c.last_name, 'phone', c.phone, 'email', c.email,
      'timeZone', c.time_zone, 'optInStatus', c.opt_in_status, 'tags', c.tags, 'attributes', c.attributes) AS contact,
    (SELECT jsonb_object_agg(x.name, x.value) FROM plugin_secrets x WHERE x.workspace_id = e.workspace_id AND x.plugin = $2) AS secrets
  FROM effects e
  JOIN workspaces w ON w.id = e.workspace_id
  JOIN runs r ON r.id = e.run_id
  JOIN workflow_versions v ON v.id = r.version_id
  JOIN contacts c ON c.id = r.contact_id
  LEFT JOIN LATERAL (
    SELECT manifest, bundle, bundle_sha256 FROM plugins
    WHERE workspace_id = e.workspace_id AND name = $2
      AND CASE WHEN v.plugins ? $2 THEN version = v.plugins ->> $2 ELSE enabled END
    ORDER BY string_to_array(version, '.')::int[] DESC
    LIMIT 1
  ) p ON true
  WHERE e.id = $1`

/** Runs plugin nodes of effects in the sandbox; finds plugin and contact by the effect's id. */
export class SandboxedPlugins implements PluginHost {
  readonly #pool: pg.Pool
  readonly #sandbox: Sandbox
  readonly #openSecret: (sealed: string) => string

  /** @param openSecret opens what `plugin_secrets` keeps sealed */
  constructor(pool: pg.Pool, openSecret: (sealed: string) => string, egress: Egress = new Egress()) {
    this.#pool = pool
    this.#openSecret = openSecret
    this.#sandbox = new Sandbox({ fetch: throughEgress(egress) })
  }

  async call({ callId, plugin, node, input }: PluginCall): Promise<PluginAnswer> {
    const { rows } = await this.#pool.query<CallRow>(FIND, [callId, plugin])
    const found = rows[0]
    if (!found?.manifest || found.bundle === null || found.sha256 === null) {
      return {
        ok: false,
        code: 'plugin_missing',
        message: `The plugin ${plugin} is not installed here.`,
        retryable: false,
      }
    }
    const { manifest, bundle, sha256, contact, now } = found
    const secrets = this.#open(manifest, found.secrets ?? {})
    const result = await this.#sandbox.call({
      manifest,
      bundle,
      sha256,
      node,
      input,
      contact,
      now: now.getTime(),
      seed: callId,
      secrets,
    })
    if (!result.ok) return result
    const read = readPluginPatch(result.contactPatch)
    if (!read.ok) return { ok: false, code: read.code, message: read.message, retryable: false }
    const patch = read.patch === null ? {} : { contactPatch: read.patch }
    // What came through JSON and its schema is JSON.
    return { ok: true, outcome: result.outcome, output: result.output as Json, ...patch }
  }

  /** Only what this plugin's manifest names; a secret that an older version asked for stays shut. */
  #open({ permissions }: PluginManifest, sealed: Record<string, string>): Record<string, string> {
    const declared = Object.entries(sealed).filter(([name]) => permissions.secrets.includes(name))
    return Object.fromEntries(declared.map(([name, value]) => [name, this.#openSecret(value)]))
  }

  stop(): Promise<void> {
    return this.#sandbox.stop()
  }
}

function throughEgress(egress: Egress): PluginFetch {
  return async (request, mayVisit) => {
    const response = await egress.fetch(request, { mayVisit })
    return { status: response.status, headers: response.headers, body: response.body.toString('utf8') }
  }
}
