/**
 * An option of a command.
 * @typedef {object} Option
 * @property {string} name without the dashes
 * @property {string} [value] what its value is called in the help; without it the option is a switch
 * @property {boolean} [many] may be given several times
 * @property {string} help
 */

/**
 * What was typed after the command's name.
 * @typedef {object} Arguments
 * @property {string[]} words
 * @property {Record<string, string[]>} options by name; a switch that was given has no values
 */

/**
 * Reads a command's arguments. Pure.
 * @param {Option[]} known
 * @param {string[]} argv
 * @returns {{ ok: true, arguments: Arguments } | { ok: false, message: string }} a sentence for what can't be read
 */
export function readArguments(known, argv) {
  /** @type {Arguments} */
  const result = { words: [], options: {} }
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      result.words.push(...rest)
      break
    }
    if (!word.startsWith('--')) {
      result.words.push(word)
      continue
    }
    const message = takeOption(known, word.slice(2), { rest, result })
    if (message !== undefined) return { ok: false, message }
  }
  return { ok: true, arguments: result }
}

/**
 * Takes one option, and its value from what follows where it has one.
 * @param {Option[]} known
 * @param {string} text what was typed after the dashes
 * @param {{ rest: string[], result: Arguments }} state both are added to and taken from
 * @returns {string | undefined} a sentence when it can't be read
 */
function takeOption(known, text, { rest, result }) {
  const [name, inline] = split(text)
  const option = known.find((candidate) => candidate.name === name)
  if (!option) return `There is no option --${name} here.`
  const values = (result.options[name] ??= [])
  if (option.value === undefined) return inline === undefined ? undefined : `--${name} takes no value.`
  const value = inline ?? rest.shift()
  if (value === undefined || value === '') return `--${name} needs ${option.value}.`
  if (values.length > 0 && !option.many) return `--${name} was given twice.`
  values.push(value)
  return undefined
}

/** @param {string} text @returns {[string, string | undefined]} the name and what stands after `=` */
function split(text) {
  const at = text.indexOf('=')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/**
 * The known word nearest to a mistyped one. Pure.
 * @param {string} word
 * @param {string[]} known
 * @returns {string | undefined} nothing when none is within two letters
 */
export function nearest(word, known) {
  const ranked = known.map((name) => ({ name, distance: distance(word, name) }))
  const [best] = ranked.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= 2 ? best.name : undefined
}

/** Levenshtein's distance, one row at a time. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      const swap = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
