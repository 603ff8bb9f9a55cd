import { clearLine, cursorTo } from 'node:readline'

/** What people read goes to standard error; standard output is for what a command answers. */
const out = process.stderr
const paint = out.isTTY && !process.env.NO_COLOR

/** @param {number} code @param {string} text */
const colour = (code, text) => (paint ? `\u001B[${code}m${text}\u001B[39m` : text)

/** @param {string} text */
export const green = (text) => colour(32, text)
/** @param {string} text */
export const red = (text) => colour(31, text)
/** @param {string} text */
export const yellow = (text) => colour(33, text)
/** @param {string} text */
export const rose = (text) => colour(35, text)

/** @param {string} line */
export function say(line) {
  out.write(`${line}\n`)
}

/** @param {string} line */
export function warn(line) {
  out.write(`${yellow('!')} ${line}\n`)
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** What is being done now, in the order in which it began; some of it side by side. @type {Map<string, number>} */
const underWay = new Map()
/** @type {NodeJS.Timeout | undefined} */
let spinner

function wipe() {
  if (!out.isTTY) return
  clearLine(out, 0)
  cursorTo(out, 0)
}

function draw() {
  wipe()
  const frame = frames[Math.floor(Date.now() / 100) % frames.length] ?? ''
  const rest = [...underWay].map(([title, began]) => `${title} ${secondsSince(began)} s`).join(', ')
  out.write(`${rose(frame)} ${rest}`.slice(0, (out.columns || 80) + 8))
}

/** @param {number} began */
const secondsSince = (began) => ((Date.now() - began) / 1000).toFixed(1)

/** @param {string} title @param {string} mark */
function finish(title, mark) {
  const began = underWay.get(title) ?? Date.now()
  underWay.delete(title)
  if (underWay.size === 0) {
    clearInterval(spinner)
    spinner = undefined
  }
  wipe()
  say(`${mark} ${title} (${secondsSince(began)} s)`)
}

/**
 * Runs a piece of work under a spinner on a terminal, or with a line before and after elsewhere.
 * @template T
 * @param {string} title what is being done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work gives back
 */
export async function step(title, work) {
  underWay.set(title, Date.now())
  if (!out.isTTY) say(`… ${title}`)
  else spinner ??= setInterval(draw, 100)
  try {
    const result = await work()
    finish(title, green('✓'))
    return result
  } catch (error) {
    finish(title, red('✗'))
    throw error
  }
}
