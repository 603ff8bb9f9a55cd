import * as z from 'zod'
import { PLUGIN_API, type PluginManifest } from './manifest.ts'

/** An answer to {@link PluginContext.fetch}: always text. One of more than 256 Ki characters, headers included, is an Error. */
export interface PluginResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** What a node's `run` may use. Everything else of the world is out of reach. */
export interface PluginContext<Input> {
  input: Input
  /** The contact's fields that `permissions.contact.read` names, and no others. */
  contact: Record<string, unknown>
  /** The workspace's time when the node was entered, epoch milliseconds. Use it in place of `Date.now()`. */
  now: number
  /** The same for each retry of one visit, different for each visit. */
  seed: string
  /** Only hosts of `permissions.http`; rejects with an Error otherwise. Secrets are written `{{secret:NAME}}` in header values. */
  fetch(
    url: string,
    init?: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<PluginResponse>
  /** Sets fields that `permissions.contact.write` names, once the node has ended well. */
  setContact(fields: Record<string, unknown>): void
  /** Shown by plugin:dev and plugin:test, and kept nowhere (at most 50 lines of 500 characters). */
  log(line: string): void
}

export interface PluginNode<Input = unknown, Output = unknown, Outcome extends string = string> {
  name: string
  title: string
  description?: string
  input: z.ZodType<Input>
  output: z.ZodType<Output>
  outcomes: readonly Outcome[]
  run(
    context: PluginContext<Input>,
  ): Promise<{ outcome: Outcome; output: Output }> | { outcome: Outcome; output: Output }
}

/** A node whose input and output types have been forgotten, so that nodes of different types fit in one list. */
export interface AnyPluginNode extends Omit<PluginNode, 'run'> {
  run(context: PluginContext<unknown>): Promise<{ outcome: string; output: unknown }>
}

export interface Plugin {
  name: string
  version: string
  title: string
  description: string
  nodes: AnyPluginNode[]
  permissions?: { http?: string[]; secrets?: string[]; contact?: { read?: string[]; write?: string[] } }
  limits?: { timeoutMs?: number; memoryMb?: number; fetches?: number }
}

/**
 * Declares one node; the types of `run` follow from its schemas. The input is read by the node's own schema before
 * `run`, so that defaults and transforms of zod hold.
 */
export function defineNode<Input, Output, const Outcome extends string>(
  node: PluginNode<Input, Output, Outcome>,
): AnyPluginNode {
  return {
    ...node,
    run: async (context) => node.run({ ...context, input: node.input.parse(context.input) }),
  }
}

/** Declares a plugin: the default export of the author's entry file. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}

/** The plugin.json of a plugin, before defaults; `entry` is the bundled file's path inside the folder. */
export function toManifest(plugin: Plugin, entry: string): unknown {
  const { nodes, ...rest } = plugin
  return {
    ...rest,
    api: PLUGIN_API,
    entry,
    nodes: nodes.map(({ run: _run, input, output, ...node }) => ({
      ...node,
      input: z.toJSONSchema(input, { io: 'input' }),
      output: z.toJSONSchema(output, { io: 'output' }),
    })),
  } satisfies Record<keyof Omit<PluginManifest, 'permissions' | 'limits'>, unknown>
}
