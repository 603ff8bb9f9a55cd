import { z } from 'zod'
import { conditionSchema } from '../schema/condition.ts'
import { branchIdentity, BRANCH_LIMIT, checkBranchIds } from './branches.ts'
import { defineNodeKind } from './definition.ts'
import { labelField } from './label.ts'
import { branchHandles, oneLine } from './read.ts'

export const conditionDataSchema = z
  .object({
    branches: z
      .array(z.object({ ...branchIdentity, when: conditionSchema.meta({ title: 'When' }) }))
      .min(1, 'Add at least one branch')
      .max(BRANCH_LIMIT)
      .meta({ title: 'Branches', description: 'The first one that holds is taken.', ui: { widget: 'branches' } }),
    label: labelField,
  })
  .superRefine(checkBranchIds(['else']))
export type ConditionData = z.infer<typeof conditionDataSchema>

export const condition = defineNodeKind({
  kind: 'condition',
  title: 'Condition',
  category: 'logic',
  icon: 'git-branch',
  description: 'Goes on by what is known of the contact, the run or the last reply.',
  schema: conditionDataSchema,
  defaults: {
    branches: [{ id: 'match', label: 'Matches', when: { field: 'contact.firstName', op: 'is_set' } }],
  },
  summary: (data) => {
    const labels = branchHandles(data).map(({ label }) => label)
    return labels.length > 0 ? oneLine(`${labels.join(', ')} or else`) : 'Add a branch'
  },
  handles: (data) => [...branchHandles(data).filter(({ id }) => id !== 'else'), { id: 'else', label: 'Else' }],
  isTarget: true,
  waits: false,
})
