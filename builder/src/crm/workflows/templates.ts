import type { Graph } from '@soniarose/graph'

export type TemplateId = 'five_days' | 'blank'

/** What a new workflow can start from. */
export const templates: readonly { id: TemplateId; title: string; description: string; suggestedName: string }[] = [
  {
    id: 'five_days',
    title: 'Five Days of Joy',
    description: 'Five days of texts with waits, a question whose answer decides, a stop check and a quote of the day.',
    suggestedName: 'Five Days of Joy',
  },
  { id: 'blank', title: 'Blank', description: 'Only a start. Add the steps yourself.', suggestedName: 'New workflow' },
]

/** The graph of a template under a name of its own; loaded only when it is needed. */
export async function templateGraph(id: TemplateId, name: string): Promise<Graph> {
  if (id === 'five_days') {
    const { fiveDaysOfJoy } = await import('@soniarose/graph')
    return { ...fiveDaysOfJoy, name }
  }
  return {
    schemaVersion: 1,
    name,
    settings: { reentry: 'never' },
    nodes: [{ id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } }],
    edges: [],
  }
}
