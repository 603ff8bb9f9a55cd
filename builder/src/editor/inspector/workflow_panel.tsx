import { settingsJsonSchema } from '@soniarose/graph'
import { useMemo } from 'react'
import { useEditor, useGraphState, useInsights } from '../editor_context.tsx'
import { editSettings } from '../store/gestures_of_graph.ts'
import { FormFactsProvider } from './form_context.tsx'
import { SchemaForm } from './schema_form.tsx'
import { variablesFor } from './variables.ts'

/** The rules of the whole workflow: who may come in again, who leaves early. */
export function WorkflowPanel() {
  const { store } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const readOnly = useGraphState((state) => state.readOnly)
  const general = useInsights((state) => state.general)
  const facts = useMemo(
    () => ({ graph, context, nodeId: '', readOnly, variables: variablesFor({ graph, context }, '') }),
    [graph, context, readOnly],
  )
  const errors = useMemo(
    () => new Map(general.flatMap((issue) => (issue.field === undefined ? [] : [[issue.field, issue.message]]))),
    [general],
  )
  return (
    <FormFactsProvider value={facts}>
      <SchemaForm
        schema={settingsJsonSchema()}
        value={{ ...graph.settings }}
        errors={errors}
        onChange={(settings, field) => store.getState().run(editSettings(store.getState().graph, settings, field))}
      />
    </FormFactsProvider>
  )
}
