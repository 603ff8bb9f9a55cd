import { REENTRY_RULES, settingsJsonSchema, type ReentryRule } from '@soniarose/graph'
import { useMemo } from 'react'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { useEditor, useGraphState, useInsights } from '../editor_context.tsx'
import { editSettings } from '../store/gestures_of_graph.ts'
import { FormFactsProvider } from './form_context.tsx'
import { SchemaForm } from './schema_form.tsx'
import { variablesFor } from './variables.ts'

/** When people may come in again, in words. */
const REENTRY: Record<ReentryRule, { label: string; hint: string }> = {
  never: { label: 'Never', hint: 'Once in a lifetime' },
  after_exit: { label: 'After they have left', hint: 'As soon as the former run has ended' },
  always: { label: 'Always', hint: 'Also while a run is under way' },
  every_n_days: { label: 'After some days', hint: 'At most once in so many days' },
}

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
  const change = (settings: Record<string, unknown>, field: string) =>
    store.getState().run(editSettings(store.getState().graph, settings, field))
  return (
    <FormFactsProvider value={facts}>
      <div className="flex flex-col gap-4">
        <Field label="Can people come in again?">
          <Select<ReentryRule>
            label="Can people come in again?"
            value={REENTRY_RULES.find((rule) => rule === graph.settings.reentry) ?? 'never'}
            disabled={readOnly}
            onChange={(reentry) => change({ ...graph.settings, reentry }, 'reentry')}
            options={REENTRY_RULES.map((rule) => ({ value: rule, ...REENTRY[rule] }))}
          />
        </Field>
        <SchemaForm
          schema={settingsJsonSchema()}
          value={{ ...graph.settings }}
          errors={errors}
          except={['reentry']}
          onChange={change}
        />
      </div>
    </FormFactsProvider>
  )
}
