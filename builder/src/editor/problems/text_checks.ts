import { checkPattern, checkTemplate } from '@soniarose/core'

/** Judges of texts and patterns, which are more code than the rest of the validation together. */
export const textChecks = { checkTemplate, checkPattern }
