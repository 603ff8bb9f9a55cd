import { isNodeKind, nodeJsonSchema, titleOf, type GraphIssue, type GraphNode, type NodeData } from '@soniarose/graph'
import { CircleAlert, Copy, Trash2, TriangleAlert } from 'lucide-react'
import { useMemo, type ComponentType } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { definitionOf } from '@soniarose/graph'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useInsights } from '../editor_context.tsx'
import { pluginTitleOf } from '../palette/palette_items.ts'
import { editData, removeAndHeal } from '../store/gestures.ts'
import { asText } from './fields/field_props.ts'
import { MessageForm } from './forms/message_form.tsx'
import { PluginForm } from './forms/plugin_form.tsx'
import type { StepFormProps } from './forms/step_form.ts'
import { TriggerForm } from './forms/trigger_form.tsx'
import { WaitForm } from './forms/wait_form.tsx'
import { FormFactsProvider } from './form_context.tsx'
import { isSaidAtField, sayInForm } from './say_in_form.ts'
import { useSampleContacts } from './lookups.ts'
import { SchemaForm } from './schema_form.tsx'
import { variablesFor } from './variables.ts'
import { WaysOut } from './ways_out.tsx'

/** Kinds whose form is more than their schema can say. */
const FORMS: Record<string, ComponentType<StepFormProps>> = {
  trigger: TriggerForm,
  send_sms: MessageForm,
  wait: WaitForm,
  plugin: PluginForm,
}

const NONE: readonly GraphIssue[] = []

/** What the form of a text says beside the text itself, one duty a line. */
const SHOWN_IN_FORM: ReadonlySet<GraphIssue['code']> = new Set(['W_FIRST_TEXT', 'W_NO_STOP_WORDING'])

/** Kinds of steps whose outcome later texts and rules can use. */
const GIVES_BACK: ReadonlySet<string> = new Set(['branch_on_reply', 'http_request', 'plugin'])

/** The settings of one step. */
export function StepPanel({ node, commands }: { node: GraphNode; commands: Commands }) {
  const { store } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const readOnly = useGraphState((state) => state.readOnly)
  const errors = useInsights((state) => state.errors.get(node.id) ?? NONE)
  const warnings = useInsights((state) => state.warnings.get(node.id) ?? NONE)
  const contacts = useSampleContacts().data
  const attributes = useMemo(
    () => [...new Set((contacts ?? []).flatMap((contact) => Object.keys(contact.attributes)))].sort(),
    [contacts],
  )
  const facts = useMemo(
    () => ({
      graph,
      context,
      nodeId: node.id,
      readOnly,
      variables: variablesFor({ graph, context }, node.id, attributes),
    }),
    [graph, context, node.id, readOnly, attributes],
  )
  const said = useMemo(() => errors.map((issue) => ({ ...issue, message: sayInForm(issue, node) })), [errors, node])
  const byField = useMemo(
    () => new Map(said.flatMap((issue) => (issue.field === undefined ? [] : [[issue.field, issue.message]]))),
    [said],
  )
  const change = (data: NodeData, field: string) =>
    store.getState().run(editData(store.getState().graph, node.id, { data, field }))
  const plugin = pluginTitleOf(node, context)
  return (
    <FormFactsProvider value={facts}>
      <div data-step-form className="flex flex-col gap-5">
        <Problems
          errors={said.filter((issue) => !isSaidAtField(issue, node))}
          warnings={warnings
            .filter((issue) => !SHOWN_IN_FORM.has(issue.code))
            .map((issue) => ({ ...issue, message: sayInForm(issue, node) }))}
        />
        <StepForm node={node} onChange={change} errors={byField} />
        <WaysOut node={node} commands={commands} />
        <Field
          label="Name on the canvas"
          hint={
            GIVES_BACK.has(node.type) ? (
              <>
                In texts and rules it is <code className="font-mono">steps.{node.id}</code>
                {plugin ? `. From ${plugin.title} ${plugin.version}` : ''}
              </>
            ) : undefined
          }
        >
          <Input
            value={asText(node.data['label'])}
            maxLength={80}
            readOnly={readOnly}
            placeholder={definitionOf(node.type)?.title ?? node.type}
            onChange={(event) => {
              const { label: _former, ...rest } = node.data
              change(event.target.value === '' ? rest : { ...rest, label: event.target.value }, 'label')
            }}
          />
        </Field>
        {readOnly ? null : (
          <div className="flex justify-between gap-2 border-t border-line pt-4">
            <Button size="sm" icon={<Copy />} onClick={commands.duplicate}>
              Duplicate
            </Button>
            <Button
              size="sm"
              variant="danger-quiet"
              icon={<Trash2 />}
              onClick={() => commands.run(removeAndHeal(store.getState(), node.id))}
            >
              Delete “{titleOf(node)}”
            </Button>
          </div>
        )}
      </div>
    </FormFactsProvider>
  )
}

function StepForm({
  node,
  onChange,
  errors,
}: {
  node: GraphNode
  onChange: StepFormProps['onChange']
  errors: StepFormProps['errors']
}) {
  const Form = FORMS[node.type]
  if (Form) return <Form data={node.data} onChange={onChange} errors={errors} />
  if (!isNodeKind(node.type)) {
    return (
      <p className="text-base text-ink-soft">
        “{node.type}” isn’t a kind of step that this version knows. It can’t be published; delete it or replace it.
      </p>
    )
  }
  return (
    <SchemaForm
      schema={nodeJsonSchema(node.type)}
      value={node.data}
      onChange={onChange}
      errors={errors}
      except={['label']}
    />
  )
}

function Problems({ errors, warnings }: { errors: readonly GraphIssue[]; warnings: readonly GraphIssue[] }) {
  if (errors.length + warnings.length === 0) return null
  return (
    <ul aria-label="Problems of this step" className="flex flex-col gap-1.5">
      {errors.map((issue) => (
        <li
          key={issue.code + issue.message}
          className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm text-bad-ink"
        >
          <CircleAlert aria-label="Error" className="mt-0.5 size-4 shrink-0" />
          {issue.message}
        </li>
      ))}
      {warnings.map((issue) => (
        <li
          key={issue.code + issue.message}
          className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink"
        >
          <TriangleAlert aria-label="Warning" className="mt-0.5 size-4 shrink-0" />
          {issue.message}
        </li>
      ))}
    </ul>
  )
}
