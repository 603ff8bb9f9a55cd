/** Where things of a Studio flow live in a workflow; `ids` gives the node that answers for a widget. */
export interface Names {
  ids: ReadonlyMap<string, string>
}

const EXPRESSION = /\{\{.*?\}\}|\{%.*?%\}/gs
const PATH = /\b(widgets|flow|trigger|contact)(?:\.[A-Za-z0-9_-]+|\[[^\]]*\])+/g

/** Roots of Studio's context in order, and what each becomes. `$1` is the rest of the path. */
const RENAMES: [RegExp, (names: Names, ...groups: string[]) => string | null][] = [
  [/^widgets\.([^.[]+)\.inbound\.Body$/, (names, widget = '') => `steps.${names.ids.get(widget) ?? widget}.body`],
  [/^widgets\.([^.[]+)\.inbound\.From$/, () => 'contact.phone'],
  [
    /^widgets\.([^.[]+)\.parsed(.*)$/,
    (names, widget = '', rest = '') => `steps.${names.ids.get(widget) ?? widget}.body${rest}`,
  ],
  [
    /^widgets\.([^.[]+)\.(body|status_code)$/,
    (names, widget = '', field = '') =>
      `steps.${names.ids.get(widget) ?? widget}.${field === 'body' ? 'body' : 'status'}`,
  ],
  [/^trigger\.message\.Body$/, () => 'trigger.body'],
  [/^trigger\.message\.From$/, () => 'contact.phone'],
  [/^contact\.channel\.address$/, () => 'contact.phone'],
  [/^flow\.variables\.([A-Za-z0-9_]+)$/, (_names, key = '') => `contact.attributes.${key}`],
  [
    /^(?:flow\.data|trigger\.request\.parameters|trigger\.parent\.parameters)\.(.+)$/,
    (_names, key = '') => `trigger.${key}`,
  ],
]

export interface Rewritten {
  text: string
  /** Paths that have no counterpart; they are kept as they were and render as nothing. */
  unknown: string[]
  usesDate: boolean
}

/** Rewrites the variables inside `{{ }}` and `{% %}` of Studio's Liquid; filters and tags stay as they are. */
export function rewriteLiquid(source: string, names: Names): Rewritten {
  const unknown = new Set<string>()
  let usesDate = false
  const text = source.replace(EXPRESSION, (expression) => {
    if (/\|\s*date\b/.test(expression)) usesDate = true
    return expression.replace(/\|\s*to_json\b/g, '| json').replace(PATH, (path) => {
      const renamed = rename(path, names)
      if (renamed === null) unknown.add(path)
      return renamed ?? path
    })
  })
  return { text, unknown: [...unknown], usesDate }
}

function rename(path: string, names: Names): string | null {
  for (const [pattern, become] of RENAMES) {
    const match = pattern.exec(path)
    if (match) return become(names, ...match.slice(1))
  }
  return null
}

/** The single path of a text that is nothing but `{{ path }}`, after rewriting; null for everything else. */
export function onlyPath(rewritten: string): string | null {
  return /^\s*\{\{\s*([A-Za-z0-9_.:-]+)\s*\}\}\s*$/.exec(rewritten)?.[1] ?? null
}
