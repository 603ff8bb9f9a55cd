import type { Graph } from '@soniarose/graph'

/** The file name for a workflow: its name in letters that every file system takes. */
export function fileNameOf(graph: Pick<Graph, 'name'>): string {
  const base = graph.name
    .normalize('NFKD')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase()
  return `${base || 'workflow'}.soniarose.json`
}

/** Hands the graph to the browser as a file to save. */
export function exportGraph(graph: Graph): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(graph, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileNameOf(graph)
  link.click()
  URL.revokeObjectURL(url)
}
