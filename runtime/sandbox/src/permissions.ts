import type { PluginManifest } from '@soniarose/plugin-sdk/manifest'

/** The contact's fields that the manifest may read; `attributes.x` names one attribute. */
export function readableContact(manifest: PluginManifest, contact: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(manifest.permissions.contact.read.map((field) => [field, valueAt(contact, field)]))
}

/** Out: the patch, or the name of the first field that the manifest may not write. */
export function writableContact(
  manifest: PluginManifest,
  patch: Record<string, unknown>,
): { ok: true; patch: Record<string, unknown> } | { ok: false; field: string } {
  const field = Object.keys(patch).find((name) => !manifest.permissions.contact.write.includes(name))
  return field === undefined ? { ok: true, patch } : { ok: false, field }
}

/** Whether the manifest declares the URL's host. In: an absolute URL. Addresses and odd ports are never declared. */
export function mayFetch(manifest: PluginManifest, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (protocol === 'https:' || protocol === 'http:') && manifest.permissions.http.includes(hostname)
}

/** Fills `{{secret:NAME}}` in header values with what the manifest declares; another name is an Error. */
export function fillSecrets(
  manifest: PluginManifest,
  headers: Record<string, string>,
  secrets: Record<string, string>,
): Record<string, string> {
  const fill = (value: string) =>
    value.replace(/\{\{\s*secret:([A-Z0-9_]+)\s*\}\}/g, (_whole, name: string) => {
      const secret = manifest.permissions.secrets.includes(name) ? secrets[name] : undefined
      if (secret === undefined) throw new Error(`the secret ${name} is not declared or not set`)
      return secret
    })
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(String(value))]))
}

function valueAt(source: Record<string, unknown>, path: string): unknown {
  let value: unknown = source
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = (value as Record<string, unknown>)[key]
  }
  return value ?? null
}
