import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inRoot } from '../paths.js'
import { installPackage, onPath } from './apt.js'

const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** @returns {string | undefined} the browser that Playwright has downloaded for itself, if it has */
function playwrightsOwn() {
  const { chromium } = createRequire(inRoot('package.json'))('playwright')
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : undefined
}

function installedChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named && existsSync(named)) return named
  const programs = process.platform === 'win32' ? [] : ['chromium', 'chromium-browser', 'google-chrome']
  for (const program of programs) {
    const found = onPath(program)
    if (found) return found
  }
  return usual.find((path) => existsSync(path)) ?? playwrightsOwn()
}

/** @returns {Promise<string | undefined>} the browser for the tests, installed first where that is allowed */
export async function findChromium() {
  return installedChromium() ?? ((await installPackage('chromium')) ? installedChromium() : undefined)
}
