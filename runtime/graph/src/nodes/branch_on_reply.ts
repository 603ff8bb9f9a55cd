import { z } from 'zod'
import { durationSchema } from '../schema/primitives.ts'
import { branchIdentity, BRANCH_LIMIT, checkBranchIds } from './branches.ts'
import { defineNodeKind, type Handle } from './definition.ts'
import { labelField } from './label.ts'
import { branchHandles, durationInWords, readText } from './read.ts'
import type { NodeData } from '../schema/graph.ts'

/** Characters of a regular expression; longer ones have no place in a reply rule. */
export const REGEX_LIMIT = 512

const words = z.array(z.string().trim().min(1).max(100)).min(1).max(100)
const wordsOrOne = z.union([z.string().trim().min(1).max(200), words])

/** How a reply is recognised. A reply matches when any of the given ways holds. */
export const replyMatchSchema = z
  .object({
    anyWord: wordsOrOne.optional().meta({
      title: 'Has one of the words',
      description: 'Whole words; case, punctuation and accents of letters as typed do not matter.',
      ui: { widget: 'words' },
    }),
    exact: wordsOrOne.optional().meta({ title: 'Is exactly', ui: { widget: 'words' } }),
    contains: wordsOrOne.optional().meta({ title: 'Contains', ui: { widget: 'words' } }),
    regex: z
      .string()
      .min(1)
      .max(REGEX_LIMIT, `A pattern has at most ${REGEX_LIMIT} characters`)
      .optional()
      .meta({ title: 'Fits the pattern', description: 'RE2 syntax; case does not matter.', ui: { mono: true } }),
    number: z
      .union([z.boolean(), z.object({ min: z.number().optional(), max: z.number().optional() })])
      .optional()
      .meta({ title: 'Has a number', ui: { widget: 'number_range' } }),
    date: z
      .union([z.boolean(), z.object({ after: z.iso.date().optional(), before: z.iso.date().optional() })])
      .optional()
      .meta({ title: 'Has a date', ui: { widget: 'date_range' } }),
    affirmative: z
      .boolean()
      .optional()
      .meta({ title: 'Says yes in some way', description: 'English, Spanish, French' }),
    negative: z.boolean().optional().meta({ title: 'Says no in some way', description: 'English, Spanish, French' }),
  })
  .refine((match) => Object.values(match).some((way) => way !== undefined && way !== false), {
    message: 'Say how to recognise the reply: words, an exact text, a pattern, a number, a date, yes or no',
  })
export type ReplyMatch = z.infer<typeof replyMatchSchema>

export const branchOnReplyDataSchema = z
  .object({
    timeout: durationSchema.meta({ title: 'Wait at most', ui: { widget: 'duration' } }),
    branches: z
      .array(
        z.object({
          ...branchIdentity,
          match: replyMatchSchema.meta({ title: 'When the reply', ui: { widget: 'match' } }),
        }),
      )
      .max(BRANCH_LIMIT)
      .meta({ title: 'Branches', description: 'The first one that fits is taken.', ui: { widget: 'branches' } }),
    label: labelField,
  })
  .superRefine(checkBranchIds(['other', 'timeout']))
export type BranchOnReplyData = z.infer<typeof branchOnReplyDataSchema>

function handles(data: NodeData): Handle[] {
  const own = branchHandles(data).filter(({ id }) => id !== 'other' && id !== 'timeout')
  return [...own, { id: 'other', label: 'Other reply' }, { id: 'timeout', label: 'No reply' }]
}

function summary(data: NodeData): string {
  const timeout = readText(data, 'timeout')
  return timeout ? `Wait for a reply, at most ${durationInWords(timeout)}` : 'Say how long to wait for a reply'
}

export const branchOnReply = defineNodeKind({
  kind: 'branch_on_reply',
  title: 'Branch on reply',
  category: 'messages',
  icon: 'messages-square',
  description: 'Waits for a reply and goes on by what it says.',
  schema: branchOnReplyDataSchema,
  defaults: {
    timeout: 'P1D',
    branches: [
      { id: 'yes', label: 'Yes', match: { affirmative: true } },
      { id: 'no', label: 'No', match: { negative: true } },
    ],
  },
  summary,
  handles,
  isTarget: true,
  waits: true,
})
