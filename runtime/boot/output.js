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

/**
 * Runs a piece of work under a spinner on a terminal, or with a line before and after elsewhere.
 * @template T
 * @param {string} title what is being done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work gives back
 */
export async function step(title, work) {
  const began = Date.now()
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
  let frame = 0
  const draw = () => {
    clearLine(out, 0)
    cursorTo(out, 0)
    frame = (frame + 1) % frames.length
    out.write(`${rose(frames[frame] ?? '')} ${title} ${seconds()} s`)
  }
  if (!out.isTTY) say(`… ${title}`)
  const timer = out.isTTY ? setInterval(draw, 100) : undefined
  /** @param {string} mark */
  const end = (mark) => {
    clearInterval(timer)
    if (out.isTTY) {
      clearLine(out, 0)
      cursorTo(out, 0)
    }
    say(`${mark} ${title} (${seconds()} s)`)
  }
  try {
    const result = await work()
    end(green('✓'))
    return result
  } catch (error) {
    end(red('✗'))
    throw error
  }
}
