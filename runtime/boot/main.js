import { nearest, readArguments } from './arguments.js'
import { commands, findCommand } from './catalogue.js'
import { runBackendCommand } from './commands/backend_command.js'
import { runBench } from './commands/bench.js'
import { runBuild } from './commands/build.js'
import { runCheck } from './commands/check.js'
import { runDoctor } from './commands/doctor.js'
import { runPart } from './commands/part.js'
import { runProve } from './commands/prove.js'
import { runStart } from './commands/start.js'
import { runTests } from './commands/test.js'
import { BootFailure } from './failure.js'
import { overview, usage } from './help.js'
import { isInstalled } from './install.js'
import { red, say } from './output.js'

/** @typedef {import('./arguments.js').Arguments} Arguments */

/** @type {Record<string, (given: Arguments) => Promise<number>>} */
const own = {
  start: runStart,
  test: runTests,
  build: runBuild,
  check: runCheck,
  serve: () => runPart('serve'),
  worker: () => runPart('worker'),
  doctor: runDoctor,
  bench: runBench,
  prove: runProve,
}

/** @param {string} sentence */
function refuse(sentence) {
  say(`${red('✗')} ${sentence}`)
  return 1
}

/**
 * @param {string} name
 * @param {string[]} rest
 * @returns {Promise<number>} the exit code
 */
async function dispatch(name, rest) {
  const command = findCommand(name)
  if (!command) {
    const near = nearest(
      name,
      commands.map((known) => known.name),
    )
    return refuse(
      `There is no command "${name}".${near ? ` Did you mean ${near}?` : ''} All of them: node ace.js --help`,
    )
  }
  const wantsHelp = rest.includes('--help') || rest.includes('-h')
  // The backend explains its own commands best, once it can be loaded; they read their own options, too.
  if (command.by === 'backend' && (!wantsHelp || isInstalled())) return runBackendCommand(command, rest, !wantsHelp)
  if (wantsHelp) {
    process.stdout.write(usage(command))
    return 0
  }
  const reading = readArguments(command.options, rest)
  if (!reading.ok) return refuse(`${reading.message} How it is used: node ace.js ${name} --help`)
  const run = own[name]
  if (!run) throw new Error(`nobody carries out ${name}`)
  return run(reading.arguments)
}

/**
 * Runs one command of ace.js.
 * @param {string[]} argv what was typed after `node ace.js`
 * @returns {Promise<number>} the exit code: 0 only on success
 */
export async function main(argv) {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview())
    return name === undefined ? 1 : 0
  }
  try {
    return await dispatch(name, rest)
  } catch (error) {
    if (error instanceof BootFailure) return refuse(error.message)
    throw error
  }
}
