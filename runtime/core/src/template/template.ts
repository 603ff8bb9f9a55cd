import type { Template as LiquidTemplate } from 'liquidjs'
import type { ScopeSource } from '../scope.ts'
import { describeError } from './describe_error.ts'
import { parseLiquid, renderLiquid, TEMPLATE_LIMIT } from './engine.ts'
import { NEEDS_ENGINE, parseSimple, renderSimple } from './simple_template.ts'

/** Characters of what a text renders to: the most that Twilio takes (error 21617 beyond). */
export const OUTPUT_LIMIT = 1600

/** A template that can't be read or rendered; the message is for the workflow's author. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/** A template parsed once, to be rendered often. */
export interface CompiledTemplate {
  /** Throws a TemplateError when the result is too long or a limit is passed. */
  render(source: ScopeSource): string
}

export interface TemplateOptions {
  /** Characters of the template; 5,000 when absent. */
  templateLimit?: number
  /** Characters of the result; 1,600 when absent. */
  outputLimit?: number
}

/** Parses a Liquid text. Throws a TemplateError that says what is wrong with it. */
export function compileTemplate(text: string, options: TemplateOptions = {}): CompiledTemplate {
  const { templateLimit = TEMPLATE_LIMIT, outputLimit = OUTPUT_LIMIT } = options
  if (text.length > templateLimit)
    throw new TemplateError(`The text has ${text.length} characters; at most ${templateLimit} are allowed`)
  const simple = parseSimple(text)
  let parsed: LiquidTemplate[] | null = null
  const engine = () => (parsed ??= parse(text))
  if (!simple) engine()
  return {
    render(source) {
      const quick = simple ? renderSimple(simple, source) : NEEDS_ENGINE
      const rendered = quick === NEEDS_ENGINE ? renderFully(engine(), source) : quick
      if (rendered.length > outputLimit)
        throw new TemplateError(`The text comes to ${rendered.length} characters; at most ${outputLimit} can be sent`)
      return rendered
    },
  }
}

function parse(text: string): LiquidTemplate[] {
  try {
    return parseLiquid(text)
  } catch (error) {
    throw new TemplateError(describeError(error), { cause: error })
  }
}

function renderFully(templates: LiquidTemplate[], source: ScopeSource): string {
  try {
    return renderLiquid(templates, source)
  } catch (error) {
    throw new TemplateError(describeError(error), { cause: error })
  }
}

/** The problems of a Liquid text, none when it is fine; for `validate` and the editor. */
export function checkTemplate(text: string, options: TemplateOptions = {}): string[] {
  try {
    compileTemplate(text, options)
    return []
  } catch (error) {
    if (error instanceof TemplateError) return [error.message]
    throw error
  }
}
