import { commands } from './catalogue.js'

/** @typedef {import('./catalogue.js').Command} Command */

/** @param {import('./arguments.js').Option} option */
const flag = (option) => `--${option.name}${option.value ? ` ${option.value}` : ''}`

/** @param {[string, string][]} rows @returns {string} two columns */
function columns(rows) {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}

/** @returns {string} the list of all commands */
export function overview() {
  const rows = commands.map((command) => /** @type {[string, string]} */ ([command.name, command.summary]))
  return `SoniaRose: SMS workflows that are drawn, run and proven.\n\nUsage: node ace.js COMMAND [--help]\n\n${columns(rows)}\n`
}

/** @param {Command} command @returns {string} how one command is used */
export function usage(command) {
  const parts = [command.name, command.words, command.options.length > 0 ? '[options]' : '']
  const options = command.options.map((option) => /** @type {[string, string]} */ ([flag(option), option.help]))
  options.push(['--help', 'this text'])
  const more = command.more ? `\n${command.more}\n` : ''
  return `Usage: node ace.js ${parts.filter(Boolean).join(' ')}\n\n${capital(command.summary)}.\n${more}\n${columns(options)}\n`
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
