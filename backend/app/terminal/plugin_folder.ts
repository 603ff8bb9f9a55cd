import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { CommandFailure } from '#app/terminal/command'
import { typedPath } from '#app/terminal/files'

/** What a plugin is tried with: `sample.json` in its folder, one of these or a list. */
export interface Sample {
  name?: string | undefined
  node: string
  input: unknown
  contact: Record<string, unknown>
  /** Epoch milliseconds; now when absent. */
  now?: number | undefined
  secrets: Record<string, string>
  /** What must come of it, for `plugin:test`. */
  expect?: { outcome?: string | undefined; output?: unknown } | undefined
}

const sampleSchema = z.object({
  name: z.string().optional(),
  node: z.string(),
  input: z.json().default({}),
  contact: z.record(z.string(), z.json()).default({}),
  now: z.number().optional(),
  secrets: z.record(z.string(), z.string()).default({}),
  expect: z.object({ outcome: z.string().optional(), output: z.json().optional() }).optional(),
})

/**
 * The plugin folder that the person means: the one named, or the one they are in.
 * @throws {CommandFailure} when there is no plugin in it
 */
export function pluginFolder(words: string[]): string {
  const [word = '.', further] = words
  if (further !== undefined) throw new CommandFailure(`Only one FOLDER is taken, and "${further}" is a second one.`)
  const folder = typedPath(word)
  if (existsSync(join(folder, 'src/plugin.ts'))) return folder
  throw new CommandFailure(
    `There is no src/plugin.ts in ${folder}; name a plugin's folder, such as plugins/joy-quotes.`,
  )
}

/** The samples of a plugin's folder; without `sample.json`, its first node with an empty input. */
export async function readSamples(folder: string, nodes: readonly { name: string }[]): Promise<Sample[]> {
  const path = join(folder, 'sample.json')
  if (!existsSync(path))
    return nodes.slice(0, 1).map(({ name }) => ({ node: name, input: {}, contact: {}, secrets: {} }))
  const parsed = z
    .union([z.array(sampleSchema).min(1), sampleSchema])
    .safeParse(parseJson(await readFile(path, 'utf8'), path))
  if (parsed.success) return Array.isArray(parsed.data) ? parsed.data : [parsed.data]
  throw new CommandFailure(
    `${basename(folder)}/sample.json is not one sample, nor a list: {"node": "${nodes[0]?.name ?? 'greet'}", "input": {}, "contact": {}}.`,
  )
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandFailure(`${path} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
}
