import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

/** A source that only declares a plugin is loaded in a tenth of it. */
const LIMIT_MS = 10_000
const LIMIT_MB = 256

/** The folder of a plugin, and in it its source and the bundled file, which the manifest names. */
interface Source {
  folder: string
  name: string
  entry: string
}

/** What the loader says of a source: the manifest that it declares, or nothing where it exports no plugin. */
export interface Declared {
  manifest: unknown
}

/**
 * Loads an author's source apart from this thread, as loading it runs it: it may loop for ever, take all memory or end
 * the process.
 * @returns the manifest that it declares, unread; undefined when it exports no plugin
 * @throws an Error that says what is wrong with the source, and where
 */
export async function readSource({ folder, name, entry }: Source): Promise<unknown> {
  const loader = new Worker(new URL('source_loader.ts', import.meta.url), {
    workerData: { source: pathToFileURL(join(folder, name)).href, entry },
    // Not those of this process, which may have a guard or a debugger of its own.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: LIMIT_MB },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((done, fail) => {
      timer = setTimeout(() => fail(new Error(`${name}: ${ENDLESS}`)), LIMIT_MS)
      loader.once('message', ({ manifest }: Declared) => done(manifest))
      loader.once('error', (error) => fail(faultOf(error, { folder, name })))
      loader.once('exit', () => fail(new Error(`${name}: ${UNSETTLED}`)))
    })
  } finally {
    clearTimeout(timer)
    await loader.terminate()
  }
}

const ADVICE = "Outside of a node's run, a plugin only declares; move what takes long into run."
const ENDLESS = `it takes longer than ${LIMIT_MS / 1000} s to load: something outside of run loops or waits for ever. ${ADVICE}`
const UNSETTLED = `it can't be loaded to its end: an await outside of run is never answered, or it ends the process. ${ADVICE}`

function faultOf(error: unknown, { folder, name }: Omit<Source, 'entry'>): Error {
  if (!(error instanceof Error)) return new Error(`${name}: it throws ${String(error)} while it is loaded. ${ADVICE}`)
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new Error(`${name}: it takes more than ${LIMIT_MB} MB to load. ${ADVICE}`)
  return new Error(`${placeIn(error.stack ?? '', folder) ?? name}: ${error.message}`)
}

/** The first line of the plugin's own that a stack names, as `src/plugin.ts:12`. */
function placeIn(stack: string, folder: string): string | null {
  for (const [, url = '', line = ''] of stack.matchAll(/(file:\/\/\S+?):(\d+)/g)) {
    const path = fileURLToPath(url)
    if (path.startsWith(folder + sep) && !path.includes(`${sep}node_modules${sep}`))
      return `${path.slice(folder.length + 1)}:${line}`
  }
  return null
}
