import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'

/** What a closed network and a machine without a screen need; harmless elsewhere. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let shared: Promise<Browser> | null = null

/** The system's Chromium, as the test command found it. */
export function openBrowser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS })
  return shared
}

export async function closeBrowser(): Promise<void> {
  const browser = await shared
  shared = null
  await browser?.close()
}

/** A page of its own that remembers what went wrong in it. */
export interface Visit {
  page: Page
  /** Uncaught errors and failed requests, except for the question who is signed in. */
  faults: string[]
}

export interface VisitOptions {
  width?: number
  colorScheme?: 'light' | 'dark'
}

export async function visit(baseUrl: string, options: VisitOptions = {}): Promise<Visit> {
  const browser = await openBrowser()
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: options.width ?? 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error in the page: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  return { page, faults }
}

/** Runs a journey; when it fails, the page as it then looked is kept, and the failure says where. */
export async function journey({ page }: Visit, walk: () => Promise<void>): Promise<void> {
  try {
    await walk()
  } catch (error) {
    const path = join(await mkdtemp(join(tmpdir(), 'soniarose-failed-')), 'page.png')
    await page.screenshot({ path })
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nthe page as it was: ${path}`, {
      cause: error,
    })
  }
}

export async function signIn(page: Page, owner: { email: string; password: string }): Promise<void> {
  await page.goto('/crm')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
}
