import type { Json, JsonObject } from './json.ts'

/** What the outside must do; plain data, in the order in which it was decided. */
export type Effect =
  | {
      type: 'plan_message'
      id: string
      nodeId: string
      seq: number
      body: string
      mediaIds: string[]
      senderId: string | null
      /** Web addresses in the text become short ones; absent: they stay. */
      shortenLinks?: true
    }
  | { type: 'contact_patch'; nodeId: string; seq: number; set: ContactPatch }
  | { type: 'add_tag'; nodeId: string; seq: number; tag: string }
  | { type: 'remove_tag'; nodeId: string; seq: number; tag: string }
  | {
      type: 'call_plugin'
      id: string
      nodeId: string
      seq: number
      plugin: string
      node: string
      input: JsonObject
    }
  | {
      type: 'http_request'
      id: string
      nodeId: string
      seq: number
      method: string
      url: string
      headers: { [name: string]: string }
      body: string | null
    }
  | { type: 'notify_team'; nodeId: string; seq: number; message: string; memberId: string | null }
  | { type: 'handoff'; nodeId: string; seq: number; note: string; memberId: string | null }
  | {
      type: 'start_workflow'
      /** The id for the child's run. */
      id: string
      nodeId: string
      seq: number
      workflowId: string
      /** Whether this run waits (kind `child`) until the other has ended. */
      waitForIt: boolean
    }
  | { type: 'timeline'; kind: string; nodeId: string; seq: number; summary: string; data: JsonObject }

export type EffectType = Effect['type']

/** Fields to write; null clears. Attributes are merged key by key. */
export interface ContactPatch {
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  timeZone?: string | null
  attributes?: { [name: string]: Json }
}
