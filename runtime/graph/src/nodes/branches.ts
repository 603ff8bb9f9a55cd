import { z } from 'zod'
import { idSchema } from '../schema/primitives.ts'

/** Most branches that one node may have. */
export const BRANCH_LIMIT = 20

/** The id and label that every branch has; the id is also its handle. */
export const branchIdentity = {
  id: idSchema.meta({ title: 'Id', ui: { hidden: true } }),
  label: z.string().max(80).default('').meta({ title: 'Name' }),
}

/**
 * Refuses branches that share an id, or take one of the node's own handles.
 *
 * @param reserved handles that the node has beside its branches
 */
export function checkBranchIds(reserved: readonly string[]) {
  return (data: { branches: { id: string }[] }, context: z.core.$RefinementCtx): void => {
    const seen = new Set<string>()
    data.branches.forEach((branch, index) => {
      const path = ['branches', index, 'id']
      if (reserved.includes(branch.id))
        context.addIssue({
          code: 'custom',
          path,
          message: `"${branch.id}" is one of the node's own ways out; choose another id`,
        })
      else if (seen.has(branch.id))
        context.addIssue({
          code: 'custom',
          path,
          message: `Two branches have the id "${branch.id}"; give each its own`,
        })
      seen.add(branch.id)
    })
  }
}
