import type { ContactPatch, Json, JsonObject } from '@soniarose/core'

/** One call of a plugin's node. */
export interface PluginCall {
  workspaceId: string
  callId: string
  plugin: string
  node: string
  input: JsonObject
}

export type PluginAnswer =
  /** `contactPatch`: fields of the contact that the plugin may write and wants written; absent: none. */
  | { ok: true; outcome: string; output: Json; contactPatch?: ContactPatch }
  /** `retryable`: the call had no effect outside (the host was busy or died before it began). */
  | { ok: false; code: string; message: string; retryable: boolean }

/** Runs plugins away from everything that is ours. */
export interface PluginHost {
  /** Bounded in time and memory by the host. Never throws for anything the plugin did. */
  call(call: PluginCall): Promise<PluginAnswer>
  stop(): Promise<void>
}
