import { env } from '#app/core/env'
import type { Db } from '#app/core/db'
import { chain, firstBreak, isSealed, seal, type Link } from '#app/evidence/chain'
import { collectEvidence, optOutsOf, type OptOut } from '#app/evidence/collect_evidence'

export interface PackHead {
  version: 1
  workspace: { id: string; name: string }
  phone: string
  madeAt: string
}

export interface EvidencePack {
  head: PackHead
  summary: { consents: number; textsSent: number; textsKeptBack: number; replies: number; optOuts: OptOut[] }
  links: Link[]
  seal: string
}

/** The evidence of one number. Out: null when nothing is known of it. */
export async function makePack(db: Db, workspaceId: string, phone: string): Promise<EvidencePack | null> {
  const facts = await collectEvidence(db, workspaceId, phone)
  const [workspace] = await db.query<{ id: string; name: string; now: Date }>(
    'SELECT id, name, clock_timestamp() + clock_offset AS now FROM workspaces WHERE id = $1',
    [workspaceId],
  )
  if (!workspace || facts.length === 0) return null
  const head: PackHead = {
    version: 1,
    workspace: { id: workspace.id, name: workspace.name },
    phone,
    madeAt: workspace.now.toISOString(),
  }
  const links = chain(head, facts)
  const texts = facts.filter(({ kind }) => kind === 'text')
  const sent = texts.filter(({ data }) => typeof data['sentAt'] === 'string').length
  return {
    head,
    summary: {
      consents: facts.filter(({ kind }) => kind === 'consent').length,
      textsSent: sent,
      textsKeptBack: texts.length - sent,
      replies: facts.filter(({ kind }) => kind === 'reply').length,
      optOuts: optOutsOf(facts),
    },
    links,
    seal: seal(env().appKey, head, links),
  }
}

export type Verdict = { genuine: true } | { genuine: false; brokenAt: number | null; reason: string }

/** Checks a pack that somebody hands in: whether its chain holds, and whether this server sealed its end. */
export function verifyPack(pack: { head: unknown; links: Link[]; seal: string }): Verdict {
  const brokenAt = firstBreak(pack.head, pack.links)
  if (brokenAt !== null) {
    return {
      genuine: false,
      brokenAt,
      reason: `Entry ${brokenAt + 1} was changed, or one before it was added or taken out.`,
    }
  }
  if (!isSealed(env().appKey, pack)) {
    return {
      genuine: false,
      brokenAt: null,
      reason: 'The entries fit together, but this server has not sealed them like this.',
    }
  }
  return { genuine: true }
}
