import { z } from 'zod'
import { branchIdentity, BRANCH_LIMIT, checkBranchIds } from './branches.ts'
import { defineNodeKind } from './definition.ts'
import { labelField } from './label.ts'
import { branchHandles, oneLine, readRecords, readText } from './read.ts'
import type { NodeData } from '../schema/graph.ts'

export const splitDataSchema = z
  .object({
    branches: z
      .array(
        z.object({
          ...branchIdentity,
          weight: z.number().min(0, 'A weight is 0 or more').max(1e6).meta({ title: 'Share' }),
        }),
      )
      .min(2, 'A split needs at least two branches')
      .max(BRANCH_LIMIT)
      .meta({
        title: 'Branches',
        description: 'A contact always takes the same one, however often it comes by.',
        ui: { widget: 'branches' },
      }),
    label: labelField,
  })
  .superRefine(checkBranchIds([]))
  .refine((data) => data.branches.some((branch) => branch.weight > 0), {
    message: 'Give at least one branch a share above 0',
    path: ['branches'],
  })
export type SplitData = z.infer<typeof splitDataSchema>

function summary(data: NodeData): string {
  const branches = readRecords(data, 'branches')
  const weights = branches.map(({ weight }) => (typeof weight === 'number' && weight > 0 ? weight : 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return 'Add branches'
  const shares = branches.map(
    (branch, index) =>
      `${Math.round(((weights[index] ?? 0) / total) * 100)} % ${readText(branch, 'label') || readText(branch, 'id')}`,
  )
  return oneLine(shares.join(', '))
}

export const split = defineNodeKind({
  kind: 'split',
  title: 'Split',
  category: 'logic',
  icon: 'split',
  description: 'Divides people at random, each always to the same side.',
  schema: splitDataSchema,
  defaults: {
    branches: [
      { id: 'a', label: 'A', weight: 50 },
      { id: 'b', label: 'B', weight: 50 },
    ],
  },
  summary,
  handles: branchHandles,
  isTarget: true,
  waits: false,
})
