import { z } from 'zod'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { readText } from './read.ts'

export const startWorkflowDataSchema = z.object({
  workflowId: z
    .string()
    .min(1, 'Choose the workflow to start')
    .max(64)
    .meta({ title: 'Workflow', ui: { widget: 'workflow' } }),
  waitForIt: z
    .boolean()
    .optional()
    .meta({ title: 'Wait until it has ended', description: 'Otherwise both go on side by side.' }),
  label: labelField,
})

export const startWorkflow = defineNodeKind({
  kind: 'start_workflow',
  title: 'Start workflow',
  category: 'connect',
  icon: 'workflow',
  description: 'Starts another workflow for the same contact.',
  schema: startWorkflowDataSchema,
  defaults: { workflowId: '' },
  summary: (data) => {
    if (!readText(data, 'workflowId')) return 'Choose a workflow'
    return data['waitForIt'] === true ? 'Start a workflow and wait for it' : 'Start a workflow'
  },
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
