import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Egress } from '@soniarose/egress'
import { readPlugin } from '@soniarose/plugin-sdk/pack'
import { PluginHost, type PluginResult } from '@soniarose/sandbox'
import { readSamples, type Sample } from '#app/terminal/plugin_folder'

/** One sample's way through the sandbox. */
export interface Trial {
  sample: Sample
  result: PluginResult
  /** Wall time of the call, start of the sandbox included where it was the first. */
  ms: number
  /** Why it isn't what the sample expected; null: it is. */
  fault: string | null
}

/** The sandbox as a worker has it: real limits, and the network only through the checked way out. */
export function openSandbox(): PluginHost {
  const egress = new Egress()
  return new PluginHost({
    processes: 1,
    fetch: async (request, mayVisit) => {
      const { status, headers, body } = await egress.fetch(request, { mayVisit })
      return { status, headers, body: body.toString('utf8') }
    },
  })
}

/** Runs a packed plugin's samples one after the other. */
export async function tryPlugin(host: PluginHost, folder: string): Promise<Trial[]> {
  const { manifest, bundle } = await readPlugin(folder)
  const sha256 = createHash('sha256').update(bundle).digest('hex')
  const trials: Trial[] = []
  for (const sample of await readSamples(folder, manifest.nodes)) {
    const { node, input, contact, secrets, now = Date.now() } = sample
    const began = performance.now()
    const result = await host.call({ manifest, bundle, sha256, node, input, contact, secrets, now, seed: 'sample' })
    trials.push({ sample, result, ms: Math.round(performance.now() - began), fault: faultOf(sample, result) })
  }
  return trials
}

function faultOf({ expect }: Sample, result: PluginResult): string | null {
  if (!result.ok) return `${result.code}: ${result.message}`
  if (expect?.outcome !== undefined && expect.outcome !== result.outcome)
    return `left by "${result.outcome}", expected "${expect.outcome}"`
  if (expect?.output !== undefined && !isDeepStrictEqual(expect.output, result.output))
    return `gave ${JSON.stringify(result.output)}, expected ${JSON.stringify(expect.output)}`
  return null
}

const titleOf = ({ name, node, input }: Sample) => name ?? `${node} ${JSON.stringify(input)}`

/** A trial as lines for a person. */
export function trialLines({ sample, result, ms, fault }: Trial): string[] {
  const head = `${fault === null ? '✓' : '✗'} ${titleOf(sample)}`
  if (!result.ok) return [head, `    ${fault ?? ''}`]
  return [
    head,
    `    ${result.outcome} in ${ms} ms (${Math.round(result.cpuMs)} ms of CPU)`,
    `    ${JSON.stringify(result.output)}`,
    ...result.logs.map((line) => `    log: ${line}`),
    ...(Object.keys(result.contactPatch).length === 0 ? [] : [`    contact: ${JSON.stringify(result.contactPatch)}`]),
    ...(fault === null ? [] : [`    ${fault}`]),
  ]
}
