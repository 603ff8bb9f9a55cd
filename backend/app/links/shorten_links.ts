import { segmentsOf } from '@soniarose/messaging'
import type { MessageWrite } from '@soniarose/worker'
import { env } from '#app/core/env'
import type { EngineClient } from '#app/engine/pool'
import { shortBody, type ShortLink } from './short_body.ts'

interface PlannedLink extends ShortLink {
  workspaceId: string
  contactId: string
  messageId: string
  workflowId: string
  nodeId: string
  at: number
}

const DOMAINS = {
  name: 'link_domains',
  text: `SELECT id, settings ->> 'linkDomain' AS domain FROM workspaces WHERE id = ANY($1::uuid[])`,
}

const INSERT = {
  name: 'insert_links',
  text: `
    INSERT INTO links (code, workspace_id, contact_id, message_id, workflow_id, node_id, url, created_at)
    SELECT x.code, x."workspaceId", x."contactId", x."messageId", x."workflowId", x."nodeId", x.url, to_timestamp(x.at / 1000)
    FROM json_to_recordset($1::json) AS x(code text, "workspaceId" uuid, "contactId" uuid, "messageId" uuid, "workflowId" uuid,
      "nodeId" text, url text, at float8)
    ON CONFLICT (code) DO NOTHING`,
}

/**
 * Shortens the addresses in texts that ask for it, in the transaction that plans the texts, and keeps where they lead.
 * @returns the texts as they will be sent, with their segments counted anew
 */
export async function shortenLinks(
  client: EngineClient,
  messages: readonly MessageWrite[],
): Promise<readonly MessageWrite[]> {
  const wanting = messages.filter((message) => message.shortenLinks === true)
  if (wanting.length === 0) return messages
  const domains = await domainsOf(client, [...new Set(wanting.map((message) => message.workspaceId))])
  const links: PlannedLink[] = []
  const shortened = messages.map((message) => {
    if (message.shortenLinks !== true) return message
    const base = domains.get(message.workspaceId) ?? env().publicUrl
    const short = shortBody(message.id, message.body, base)
    links.push(...short.links.map((link) => plannedLink(message, link)))
    return { ...message, body: short.body, segments: segmentsOf(short.body) }
  })
  if (links.length > 0) await client.query({ ...INSERT, values: [JSON.stringify(links)] })
  return shortened
}

async function domainsOf(client: EngineClient, workspaceIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; domain: string | null }>({ ...DOMAINS, values: [workspaceIds] })
  return new Map(rows.flatMap(({ id, domain }) => (domain ? [[id, domain.replace(/\/+$/, '')]] : [])))
}

function plannedLink(message: MessageWrite, link: ShortLink): PlannedLink {
  const { workspaceId, contactId, id: messageId, workflowId, nodeId, createdAt: at } = message
  return { ...link, workspaceId, contactId, messageId, workflowId, nodeId, at }
}
