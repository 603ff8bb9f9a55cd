import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { track } from './children.js'
import { BootFailure } from './failure.js'
import { takeLock, releaseLock } from './lock.js'
import { step } from './output.js'
import { inRoot, root } from './paths.js'
import { pause } from './processes.js'
import { linkPostgresLibraries } from './postgres/binaries.js'
import { hashFiles, manifests } from './stamp.js'

const stampFile = inRoot('node_modules', '.soniarose-stamp')

/** @returns {string} the hash of the lockfile and of every manifest that it was made from */
function wantedStamp() {
  const { workspaces } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  return hashFiles(root, manifests(root, workspaces))
}

/** @returns {boolean} whether what is installed belongs to the lockfile as it is now */
export function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wantedStamp()
}

/**
 * Whether somebody ran npm by hand since: npm leaves a lock of what it installed, and that is compared.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string }> }} present node_modules/.package-lock.json
 * @returns {boolean}
 */
export function sameTree(wanted, present) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true
    const found = present.packages[path]
    // Packages for other machines are optional, and rightly absent.
    return found ? found.version === entry.version : Boolean(entry.optional)
  })
}

function installedByHand() {
  const present = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(present)) return false
  /** @param {string} file */
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
  return sameTree(read(inRoot('package-lock.json')), read(present))
}

/**
 * Runs npm quietly. Install scripts stay off: nothing in the tree needs one, and newer npm refuses them anyway.
 * @returns {Promise<void>}
 */
function npmCi() {
  const flags = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  return new Promise((done, fail) => {
    const windows = process.platform === 'win32'
    const npm = track(
      spawn(windows ? 'npm.cmd' : 'npm', flags, {
        cwd: root,
        shell: windows,
        stdio: ['ignore', 'pipe', 'pipe'],
        // The tests and the build need the development tools in every environment.
        env: { ...process.env, NODE_ENV: '', npm_config_production: '' },
      }),
    )
    let said = ''
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      said += chunk.toString()
    }
    npm.stdout.on('data', keep)
    npm.stderr.on('data', keep)
    npm.once('error', () =>
      fail(new BootFailure('npm was not found on the PATH.', 'Install Node with npm (Debian: apt-get install npm).')),
    )
    npm.once('close', (exitCode) => {
      if (exitCode === 0) return done()
      fail(
        new BootFailure(
          `npm could not install the dependencies:\n${causeIn(said)}\n`,
          `Try it by hand: npm ${flags.join(' ')}`,
        ),
      )
    })
  })
}

/** npm names the cause first and explains its own options at length afterwards. @param {string} said */
const causeIn = (said) => said.trim().split('\n').slice(0, 12).join('\n')

/** Puts the commit hooks in place for people who work on the code. A checkout without git has none. */
async function installHooks() {
  const lefthook = inRoot('node_modules', 'lefthook', 'bin', 'index.js')
  if (process.env.CI || !existsSync(inRoot('.git')) || !existsSync(inRoot('lefthook.yml')) || !existsSync(lefthook))
    return
  await new Promise((done) => {
    const child = spawn(process.execPath, [lefthook, 'install'], { cwd: root, stdio: 'ignore' })
    // Hooks are a convenience: where git refuses them, the product runs all the same.
    child.once('error', done)
    child.once('close', done)
  })
}

async function install() {
  if (!installedByHand()) await step('Installing dependencies', npmCi)
  linkPostgresLibraries()
  await installHooks()
  writeFileSync(stampFile, `${wantedStamp()}\n`)
}

/**
 * Installs what is missing, and nothing when the lockfile is the one that was installed.
 * @param {string} dataDir where two commands that start at once agree on who installs
 */
export async function ensureInstalled(dataDir) {
  if (isInstalled()) return
  mkdirSync(join(dataDir, 'run'), { recursive: true })
  const lock = join(dataDir, 'run', 'install.lock')
  while (takeLock(lock, 'installing')) await pause(200)
  try {
    if (!isInstalled()) await install()
  } finally {
    releaseLock(lock)
  }
}
