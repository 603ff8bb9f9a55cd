import { HOSTILE_KEYS } from '@soniarose/graph'
import { isPlainObject, type ScopeSource } from '../scope.ts'

/** A piece of a simple template: text, or a path with what stands in for nothing. */
export type SimplePiece = string | { path: readonly string[]; fallback: string | null }

/** Says that a simple template met a value that only the full engine knows how to write. */
export const NEEDS_ENGINE = Symbol('needs engine')

const OUTPUT =
  /^\s*([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*)(?:\s*\|\s*default:\s*(?:'([^'\\|{}]*)'|"([^"\\|{}]*)"))?\s*$/

/** Names to which Liquid gives a meaning of its own. */
const SPECIAL = new Set([...HOSTILE_KEYS, 'size', 'first', 'last', 'true', 'false', 'nil', 'null', 'empty', 'blank'])

/**
 * Reads a template that has nothing but text and `{{ path }}` or `{{ path | default: 'x' }}`, as nearly all texts do;
 * null for any other. Rendering these without the full engine is some thirty times faster, with the same result.
 */
export function parseSimple(text: string): SimplePiece[] | null {
  if (text.includes('{%')) return null
  const pieces: SimplePiece[] = []
  let at = 0
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open + 2)
    if (close === -1) return null
    const piece = parseOutput(text.slice(open + 2, close))
    if (piece === null) return null
    if (open > at) pieces.push(text.slice(at, open))
    pieces.push(piece)
    at = close + 2
  }
  if (at < text.length) pieces.push(text.slice(at))
  return pieces
}

function parseOutput(inside: string): SimplePiece | null {
  const found = OUTPUT.exec(inside)
  const path = found?.[1]?.split('.')
  if (!found || !path || path.some((key) => SPECIAL.has(key))) return null
  return { path, fallback: found[2] ?? found[3] ?? null }
}

/** Renders a simple template, or says that a value in it needs the full engine. */
export function renderSimple(pieces: readonly SimplePiece[], source: ScopeSource): string | typeof NEEDS_ENGINE {
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    const value = scalarAt(source, piece.path)
    if (value === NEEDS_ENGINE) return NEEDS_ENGINE
    const missing = value === null || value === false || value === ''
    text += missing && piece.fallback !== null ? piece.fallback : String(value ?? '')
  }
  return text
}

/** The plain value at a path; null where there is none. Lists and objects are the engine's. */
function scalarAt(
  source: ScopeSource,
  path: readonly string[],
): string | number | boolean | null | typeof NEEDS_ENGINE {
  let value = source.root(path[0] ?? '')
  for (let index = 1; index < path.length; index++) {
    if (value === undefined || value === null) return null
    if (!isPlainObject(value)) return NEEDS_ENGINE
    const key = path[index] ?? ''
    value = Object.hasOwn(value, key) ? value[key] : undefined
  }
  return asScalar(value)
}

function asScalar(value: unknown): string | number | boolean | null | typeof NEEDS_ENGINE {
  if (value === undefined || value === null) return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : NEEDS_ENGINE
}
