import { createHash } from 'node:crypto'
import { parseManifest, type PluginManifest } from '@soniarose/plugin-sdk/manifest'
import type { PluginCall } from '../../src/index.ts'

interface Options {
  permissions?: Partial<PluginManifest['permissions']>
  limits?: Partial<PluginManifest['limits']>
  secrets?: Record<string, string>
  contact?: Record<string, unknown>
}

/** A call of a one-node plugin whose `run` has the given body; `context` is in scope. */
export function callOf(body: string, options: Options = {}): PluginCall {
  const read = parseManifest({
    name: 'trial',
    version: '1.0.0',
    api: 1,
    title: 'Trial',
    description: '',
    entry: 'dist/plugin.js',
    nodes: [{ name: 'go', title: 'Go', input: {}, output: {}, outcomes: ['done'] }],
    permissions: options.permissions,
    limits: { timeoutMs: 300, memoryMb: 16, ...options.limits },
  })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  const bundle = `var __plugin = { nodes: [{ name: 'go', async run(context) { ${body} } }] };`
  return {
    manifest: read.manifest,
    bundle,
    sha256: createHash('sha256').update(bundle).digest('hex'),
    node: 'go',
    input: {},
    contact: options.contact ?? {},
    now: 0,
    seed: 'seed',
    secrets: options.secrets ?? {},
  }
}

/** A body that gives `value` (an expression) back as the output. */
export function giving(value: string): string {
  return `return { outcome: 'done', output: ${value} }`
}
