import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isRecord, type Graph, type Scenario } from '@soniarose/graph'
import { CommandFailure } from '#app/terminal/command'
import { readJson, typedPath } from '#app/terminal/files'
import { graphIn, scenariosIn } from '#app/terminal/workflow_file'

/** A workflow and the scenarios that say how it must behave. */
export interface Suite {
  workflowPath: string
  graph: Graph
  scenarios: Scenario[]
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(typedPath(path))
    return true
  } catch {
    // Any other fault shows itself when the file is read.
    return false
  }
}

/** `welcome.json` has its scenarios in `welcome.scenarios.json`, when they are not in the file itself. */
const siblingOf = (path: string) => path.replace(/(\.json)?$/, '.scenarios.json')

async function ofWorkflow(json: Record<string, unknown>, path: string): Promise<Suite> {
  const sibling = siblingOf(path)
  const own = Array.isArray(json['scenarios']) ? scenariosIn(json, path) : []
  const beside = (await isThere(sibling)) ? scenariosIn(await readJson(sibling), sibling) : []
  const scenarios = [...own, ...beside]
  if (scenarios.length === 0)
    throw new CommandFailure(`${path} has no scenarios; write some under "scenarios" in it, or into ${sibling}.`)
  return { workflowPath: path, graph: graphIn(json, path), scenarios }
}

/** Which workflow a file of scenarios is about: the one that it names, else the one whose name it bears. */
function workflowOf(json: unknown, path: string): string {
  if (isRecord(json) && typeof json['workflow'] === 'string') return join(dirname(path), json['workflow'])
  if (path.endsWith('.scenarios.json')) return path.replace(/\.scenarios\.json$/, '.json')
  throw new CommandFailure(
    `${path} doesn't say which workflow it is about; add "workflow": "welcome.json", a path from its own folder.`,
  )
}

/**
 * Reads a workflow with its scenarios.
 * @param path a graph file (its scenarios are inside, or beside it in `NAME.scenarios.json`), or a file of scenarios
 */
export async function readSuite(path: string): Promise<Suite> {
  const json = await readJson(path)
  if (isRecord(json) && Array.isArray(json['nodes'])) return ofWorkflow(json, path)
  const workflowPath = workflowOf(json, path)
  const graph = graphIn(await readJson(workflowPath), workflowPath)
  return { workflowPath, graph, scenarios: scenariosIn(json, path) }
}
