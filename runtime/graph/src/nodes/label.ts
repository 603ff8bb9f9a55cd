import { z } from 'zod'

/** The name that an author gave to a node; every kind has it. */
export const labelField = z
  .string()
  .max(80)
  .optional()
  .meta({ title: 'Name on the canvas', ui: { group: 'more' } })
