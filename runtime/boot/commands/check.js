import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { endingOf, exitCodeOf, track } from '../children.js'
import { BootFailure } from '../failure.js'
import { ensureInstalled } from '../install.js'
import { green, red, say } from '../output.js'
import { inRoot, root } from '../paths.js'
import { pinnedNode } from '../pinned_node.js'
import { openDataFolder } from '../session.js'
import { manifests } from '../stamp.js'

/**
 * @typedef {{ name: string, script: string[], mend: string }} Step
 * @typedef {{ step: Step, exitCode: number, said: string, seconds: string }} Outcome
 */

/** @param {...string} parts */
const tool = (...parts) => inRoot('node_modules', ...parts)

/** @returns {string[]} folders with a tsconfig.json of their own, from the root */
function typedFolders() {
  const { workspaces } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  const own = manifests(root, workspaces).map((file) => join(file, '..'))
  const runtime = readdirSync(inRoot('runtime')).map((name) => inRoot('runtime', name))
  const folders = new Set([...own, ...runtime].map((folder) => folder.slice(root.length + 1)))
  return [...folders]
    .flatMap((folder) => [folder, `${folder}/tests`])
    .filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')))
}

/** @returns {Step[]} the longest first, so that the last one to end isn't the longest */
function allSteps() {
  const types = typedFolders().map((folder) => ({
    name: `types of ${folder}`,
    script: [
      tool('typescript', 'bin', 'tsc'),
      ...`--noEmit -p ${folder} --incremental --tsBuildInfoFile`.split(' '),
      tool('.cache', 'tsc', `${folder.replaceAll('/', '_')}.tsbuildinfo`),
    ],
    mend: `npx tsc --noEmit -p ${folder}`,
  }))
  return [
    {
      name: 'lint',
      script: [tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'],
      mend: 'npx oxlint --type-aware --fix, and by hand what that leaves',
    },
    ...types,
    {
      name: 'dead code',
      script: [tool('knip', 'bin', 'knip.js'), '--strict', '--no-progress'],
      mend: 'delete what nothing uses (npx knip --strict shows it)',
    },
    {
      name: 'dead code of tests and tools',
      script: [tool('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints'],
      mend: 'delete what nothing uses (npx knip shows it)',
    },
    {
      name: 'import direction',
      script: [
        tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
        ...'--config .dependency-cruiser.mjs --output-type err-long backend builder plugins runtime'.split(' '),
      ],
      mend: 'import only in the direction that .dependency-cruiser.mjs allows',
    },
    { name: 'format', script: [tool('oxfmt', 'bin', 'oxfmt'), '--check', '.'], mend: 'npx oxfmt .' },
  ]
}

/** @param {Step} step @returns {Promise<Outcome>} */
async function run(step) {
  const began = Date.now()
  const child = track(
    spawn(pinnedNode(), step.script, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    }),
  )
  let said = ''
  child.stdout?.on('data', (chunk) => (said += chunk))
  child.stderr?.on('data', (chunk) => (said += chunk))
  const closed = new Promise((done) => child.once('close', done))
  const exitCode = exitCodeOf(await endingOf(child))
  await closed
  return { step, exitCode, said, seconds: ((Date.now() - began) / 1000).toFixed(1) }
}

/** @param {Outcome} outcome */
function report({ step, exitCode, said, seconds }) {
  if (exitCode === 0) return say(`${green('✓')} ${step.name} (${seconds} s)`)
  say(`${red('✗')} ${step.name} (${seconds} s)\n${said.trimEnd()}\n  mend: ${step.mend}`)
}

/**
 * Runs the checks, as many at a time as there are cores.
 * @param {import('../arguments.js').Arguments} given words: only steps whose name contains one of them
 * @returns {Promise<number>} 0 when all hold
 */
export async function runCheck({ words }) {
  await ensureInstalled(openDataFolder())
  const waiting = allSteps().filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  if (waiting.length === 0)
    throw new BootFailure(
      `There is no check "${words.join(' ')}".`,
      `All: ${allSteps()
        .map(({ name }) => name)
        .join(', ')}.`,
    )
  /** @type {string[]} */
  const failed = []
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await run(next)
      report(outcome)
      if (outcome.exitCode !== 0) failed.push(next.name)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane))
  say(failed.length === 0 ? green('All checks hold.') : red(`${failed.length} failed: ${failed.join(', ')}.`))
  return failed.length === 0 ? 0 : 1
}
