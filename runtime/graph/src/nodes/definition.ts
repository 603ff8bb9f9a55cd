import type { z } from 'zod'
import type { NodeData } from '../schema/graph.ts'
import type { PluginManifest } from '../plugin_manifest.ts'

/** Where a kind stands in the editor's palette. */
export const NODE_CATEGORIES = ['start', 'messages', 'timing', 'logic', 'contact', 'team', 'connect', 'end'] as const
export type NodeCategory = (typeof NODE_CATEGORIES)[number]

/** A way out of a node. */
export interface Handle {
  id: string
  label: string
}

/** What lies outside the graph and yet shapes its nodes. */
export interface NodeContext {
  plugins?: readonly PluginManifest[] | undefined
}

/**
 * What a kind of node is. Every function takes the data of an unfinished draft too, and must answer something
 * sensible for anything it finds there.
 */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  kind: string
  title: string
  category: NodeCategory
  /** Name of a lucide icon. */
  icon: string
  /** One sentence for the palette. */
  description: string
  /** Judges finished data. */
  schema: Schema
  /** Data of a node fresh from the palette; may be unfinished. */
  defaults: NodeData
  /** One line that says what this node does: `Wait 2 days`. */
  summary(data: NodeData, context?: NodeContext): string
  /** The ways out, in the order in which they are drawn. */
  handles(data: NodeData, context?: NodeContext): Handle[]
  /** False for what only starts a run. */
  isTarget: boolean
  /** True when a visit can last until the clock or the contact moves; a loop must pass through one. */
  waits: boolean
}

/** Keeps a definition's schema type while checking the rest. */
export function defineNodeKind<const Kind extends string, Schema extends z.ZodType>(
  definition: NodeDefinition<Schema> & { kind: Kind },
): NodeDefinition<Schema> & { kind: Kind } {
  return definition
}

export const NEXT: Handle = { id: 'next', label: 'Next' }
export const FAILED: Handle = { id: 'failed', label: 'Failed' }
