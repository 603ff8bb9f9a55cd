import { Liquid, type Template } from 'liquidjs'
import { SCOPE_ROOTS, type ScopeSource } from '../scope.ts'
import { ALLOWED_FILTERS, ALLOWED_TAGS, dateFilter, MOMENT_KEY, type Moment } from './filters.ts'

/** Characters of a template; liquidjs refuses longer ones too. */
export const TEMPLATE_LIMIT = 5000

/** What liquidjs may allocate in one rendering, in its own units (about characters). */
const MEMORY_LIMIT = 100_000

/** A last resort against a rendering that never ends; without loops none comes near it. */
const RENDER_LIMIT_MS = 2000

const liquid = makeLiquid()

function makeLiquid(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    dynamicPartials: false,
    relativeReference: false,
    templates: {},
    parseLimit: TEMPLATE_LIMIT,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  })
  engine.registerFilter('date', dateFilter)
  const json = engine.filters['json']
  if (json) engine.registerFilter('to_json', json)
  for (const name of Object.keys(engine.tags)) if (!ALLOWED_TAGS.has(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) if (!ALLOWED_FILTERS.has(name)) delete engine.filters[name]
  return engine
}

/** Parses Liquid. Throws liquidjs's own error when it can't. */
export function parseLiquid(text: string): Template[] {
  return liquid.parse(text)
}

/** Renders parsed Liquid over what a run sees. Throws when a limit is passed. */
export function renderLiquid(templates: Template[], source: ScopeSource): string {
  const moment: Moment = { now: source.now, zone: source.zone }
  const scope: Record<string, unknown> = { [MOMENT_KEY]: moment }
  for (const name of SCOPE_ROOTS) scope[name] = source.root(name)
  return String(liquid.renderSync(templates, scope))
}

/** The paths that parsed Liquid reads from outside, such as `['contact', 'firstName']`. */
export function variablesOf(templates: Template[]): (string | number)[][] {
  return liquid
    .globalVariableSegmentsSync(templates)
    .map((segments) => segments.filter((segment): segment is string | number => typeof segment !== 'object'))
}
