import { z } from 'zod'
import type { Db } from '#app/core/db'
import { iso, timeSchema } from '#app/core/http/validation'
import { secondsOf, storedRules, type ThawRules } from '#app/thaw/thaw_rules'

/** The ages that an operator thinks in. */
const AGES = ['PT15M', 'PT1H', 'PT2H', 'PT6H', 'PT12H', 'P1D']

export const thawPreview = z
  .object({
    texts: z.int().meta({ description: 'Held by exactly this; what something else holds as well stays held by that' }),
    send: z.int(),
    skip: z.int(),
    retime: z.int(),
    oldestDueAt: timeSchema.nullable(),
    ages: z.array(z.object({ olderThan: z.string(), texts: z.int() })),
  })
  .meta({ id: 'ThawPreview' })

interface Row {
  texts: number
  send: number
  skip: number
  retime: number
  oldest: Date | null
  older: number[]
}

// One pass over what is held. Ages are counted back from now on the workspace's clock, as the lifting itself does.
const COUNT = `
  WITH moment AS MATERIALIZED (
    SELECT workspace_now($2) AS now
  ), held AS (
    SELECT coalesce(m.held_since, m.created_at) AS due,
      thaw_action(jsonb_build_object('at', moment.now, 'rules', $3::jsonb), coalesce(m.held_since, m.created_at)) AS action,
      extract(epoch FROM moment.now - coalesce(m.held_since, m.created_at)) AS age
    FROM messages m CROSS JOIN moment
    WHERE m.held_by = $1 AND m.workspace_id = $2 AND m.status = 'held' AND m.send_after IS NULL
  )
  SELECT count(*)::integer AS texts, count(*) FILTER (WHERE action = 'send')::integer AS send,
    count(*) FILTER (WHERE action = 'skip')::integer AS skip, count(*) FILTER (WHERE action = 'retime')::integer AS retime,
    min(due) AS oldest,
    (SELECT array_agg((SELECT count(*) FROM held WHERE age > a.seconds)::integer ORDER BY a.place)
      FROM unnest($4::float8[]) WITH ORDINALITY AS a(seconds, place)) AS older
  FROM held`

/**
 * What lifting a freeze or a pause would do now with the texts that it holds.
 * @param heldBy the frozen workspace, or the paused workflow
 */
export async function previewThaw(
  db: Db,
  { heldBy, workspaceId }: { heldBy: string; workspaceId: string },
  rules: ThawRules,
): Promise<z.input<typeof thawPreview>> {
  const [row] = await db.query<Row>(COUNT, [
    heldBy,
    workspaceId,
    JSON.stringify(storedRules(rules)),
    AGES.map(secondsOf),
  ])
  const { texts = 0, send = 0, skip = 0, retime = 0, oldest = null, older = [] } = row ?? {}
  return {
    ...{ texts, send, skip, retime },
    oldestDueAt: iso(oldest),
    ages: AGES.map((olderThan, index) => ({ olderThan, texts: older[index] ?? 0 })),
  }
}
