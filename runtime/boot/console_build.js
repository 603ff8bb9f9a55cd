import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { BootFailure } from './failure.js'
import { endingOf, track } from './children.js'
import { underLock } from './lock.js'
import { step } from './output.js'
import { inRoot, root } from './paths.js'
import { pinnedNode } from './pinned_node.js'
import { filesUnder, hashFiles } from './stamp.js'

/** The folders whose code ends up in the browser. */
const sources = ['builder', 'runtime/graph', 'runtime/core', 'runtime/messaging']
const dist = inRoot('builder', 'dist')
const stampFile = inRoot('builder', 'dist', '.stamp')

const wantedStamp = () =>
  hashFiles(root, [inRoot('package-lock.json'), ...sources.flatMap((folder) => filesUnder(inRoot(folder)))])

/** @returns {boolean} whether the built console belongs to the sources as they are now */
export function isConsoleBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wantedStamp()
}

async function build() {
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
  const child = track(
    spawn(pinnedNode(), [vite, 'build', '--logLevel', 'warn'], {
      cwd: inRoot('builder'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  )
  let said = ''
  child.stdout?.on('data', (chunk) => (said += chunk))
  child.stderr?.on('data', (chunk) => (said += chunk))
  const { code } = await endingOf(child)
  if (code !== 0) {
    throw new BootFailure(
      `The console could not be built:\n${said.trim().slice(-3000)}\n`,
      'Mend the fault named above.',
    )
  }
}

/** Builds the console when its sources have changed since it was built last. */
export async function ensureConsoleBuilt() {
  if (isConsoleBuilt()) return
  await underLock(inRoot('node_modules', '.soniarose-console.lock'), async () => {
    if (isConsoleBuilt()) return
    const stamp = wantedStamp()
    await step('Building the console', build)
    mkdirSync(dist, { recursive: true })
    writeFileSync(stampFile, `${stamp}\n`)
  })
}
