import { z } from 'zod'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { isTimeZone } from '#app/core/time_zone'

export const OPT_IN_STATUSES = ['pending', 'opted_in', 'opted_out'] as const
export type OptInStatus = (typeof OPT_IN_STATUSES)[number]

/** A contact as the API shows it. */
export const contactSchema = z
  .object({
    id: idSchema,
    phone: z.string().meta({ description: 'E.164' }),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    timeZone: z.string().nullable(),
    optInStatus: z.enum(OPT_IN_STATUSES),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.unknown()),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({ id: 'Contact' })

/** One contact of one workspace. */
export interface ContactAt {
  workspaceId: string
  contactId: string
}

export interface ContactRow {
  id: string
  phone: string
  first_name: string | null
  last_name: string | null
  email: string | null
  time_zone: string | null
  opt_in_status: OptInStatus
  tags: string[]
  attributes: Record<string, unknown>
  created_at: Date
  updated_at: Date
}

/** The columns of a {@link ContactRow}, for statements. */
export const CONTACT_COLUMNS =
  'id, phone, first_name, last_name, email, time_zone, opt_in_status, tags, attributes, created_at, updated_at'

export const toContact = (row: ContactRow): z.input<typeof contactSchema> => ({
  id: row.id,
  phone: row.phone,
  firstName: row.first_name,
  lastName: row.last_name,
  email: row.email,
  timeZone: row.time_zone,
  optInStatus: row.opt_in_status,
  tags: row.tags,
  attributes: row.attributes,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
})

const name = z
  .string()
  .trim()
  .max(200)
  .transform((value) => value || null)
const attributeName = z.string().regex(/^[A-Za-z0-9_:-]{1,64}$/, 'has only letters, digits, "_", "-" and ":"')

/** Fields of the workspace's own. Small values only: a contact is loaded whole at each of its steps. */
export const attributesSchema = z
  .record(attributeName, z.unknown())
  .refine((value) => Object.keys(value).length <= 200, 'has at most 200 fields')
  .refine((value) => JSON.stringify(value).length <= 16_384, 'is at most 16 KiB in all')

export const tagSchema = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(60, 'has at most 60 characters')
  .regex(/^[^\p{Cc},]+$/u, 'has no commas or line breaks')

/** Tags that differ only in case are one tag; the first spelling stays. */
export function uniqueTags(tags: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const tag of tags) if (!seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  return [...seen.values()]
}

export const consentInput = z.object({
  source: z.string().trim().min(1).max(200).meta({ description: 'Where it was given: web form, keyword, paper …' }),
  wording: z.string().trim().min(1).max(4000).meta({ description: 'The exact words that the person agreed to' }),
  at: timeSchema,
})

/** What a person or a program may say about a contact. */
export const contactFields = {
  firstName: name.nullable().optional(),
  lastName: name.nullable().optional(),
  email: z
    .union([z.literal('').transform(() => null), z.email('is not an e-mail address').max(320)])
    .nullable()
    .optional(),
  timeZone: z
    .union([
      z.literal('').transform(() => null),
      z.string().refine(isTimeZone, 'is not a time zone such as America/New_York'),
    ])
    .nullable()
    .optional(),
  attributes: attributesSchema.optional(),
}

export const newContactSchema = z.object({
  phone: z.string().max(60).meta({ description: 'A number with its country code, or a US number' }),
  ...contactFields,
  tags: z.array(tagSchema).max(100).default([]).transform(uniqueTags),
  consent: consentInput.optional().meta({ description: 'With it the contact is opted in, without it pending' }),
})

export const contactChangeSchema = z.object({
  phone: z.string().max(60).optional(),
  ...contactFields,
  tags: z.array(tagSchema).max(100).transform(uniqueTags).optional(),
  optInStatus: z.never('changes only by POST /api/contacts/:id/consent, which keeps the evidence').optional(),
})
