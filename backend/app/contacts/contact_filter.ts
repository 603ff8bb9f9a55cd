import { z } from 'zod'
import type { ContactFilter } from '#app/contacts/list_contacts'
import type { Db } from '#app/core/db'
import { notFound, type Problem } from '#app/core/problem'
import { segmentFilter } from '#app/segments/segment_filter'

/** The segment that contacts are asked for by, in an address. */
export const segmentQuery = z
  .string()
  .max(40)
  .optional()
  .meta({ description: 'Only who is in this segment now; one that does not exist: 404' })

/** What an address asks of contacts, with its segment's rules looked up; a problem when there is no such segment. */
export async function contactFilter(
  db: Db,
  workspaceId: string,
  { segmentId, ...filter }: Omit<ContactFilter, 'segment'> & { segmentId?: string | undefined },
): Promise<ContactFilter | Problem> {
  if (segmentId === undefined) return filter
  const segment = await segmentFilter(db, workspaceId, segmentId)
  return segment === null ? notFound('This segment') : { ...filter, segment }
}
