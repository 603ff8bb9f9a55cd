import { findPluginNode, isRecord, type JsonSchema } from '@soniarose/graph'
import { Select } from '../../../ui/select.tsx'
import { Field } from '../../../ui/field.tsx'
import { JsonField } from '../fields/json_field.tsx'
import { asText } from '../fields/field_props.ts'
import { useFormFacts } from '../form_context.tsx'
import { fieldsOf } from '../read_schema.ts'
import { below, SchemaForm } from '../schema_form.tsx'
import type { StepFormProps } from './step_form.ts'

/** Which plugin's node runs, and the form that its manifest describes. */
export function PluginForm({ data, onChange, errors }: StepFormProps) {
  const { context, readOnly } = useFormFacts()
  const [plugin, name] = [asText(data['plugin']), asText(data['node'])]
  const found = findPluginNode(context.plugins, plugin, name)
  const input = isRecord(data['input']) ? data['input'] : {}
  const choices = (context.plugins ?? []).flatMap((each) =>
    each.nodes.map((node) => ({ value: `${each.name}\n${node.name}`, label: node.title, hint: each.title })),
  )
  const setInput = (next: Record<string, unknown>, field: string) =>
    onChange({ ...data, input: next }, `input.${field}`)
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Runs"
        required
        error={
          plugin !== '' && !found && context.plugins
            ? `The plugin “${plugin}” isn’t installed. Install it or choose another.`
            : null
        }
      >
        <Select
          label="Runs"
          value={found ? `${plugin}\n${name}` : null}
          disabled={readOnly}
          placeholder={plugin === '' ? 'Choose a plugin’s step' : `${plugin}: ${name}`}
          onChange={(next) => {
            const [nextPlugin = '', nextNode = ''] = next.split('\n')
            onChange({ ...data, plugin: nextPlugin, node: nextNode, input: {} }, 'plugin')
          }}
          options={choices}
        />
      </Field>
      {found?.description ? <p className="text-sm text-ink-soft">{found.description}</p> : null}
      {found ? (
        <SchemaForm
          schema={withTemplates(found.input)}
          value={input}
          onChange={setInput}
          errors={below(errors, 'input')}
        />
      ) : plugin === '' ? null : (
        <RawInput
          value={input}
          onChange={(next) => onChange({ ...data, input: isRecord(next) ? next : {} }, 'input')}
        />
      )}
    </div>
  )
}

/** What goes into a plugin that isn't installed here, so that nothing of it is lost. */
function RawInput({ value, onChange }: { value: Record<string, unknown>; onChange: (value: unknown) => void }) {
  const [field] = fieldsOf({
    properties: { input: { title: 'Input', description: 'JSON; its form comes with the plugin' } },
  })
  return field ? <JsonField field={field} value={value} onChange={onChange} errors={new Map()} /> : null
}

/** Plain texts of a plugin may hold `{{ … }}`, so they get the menu of variables. */
function withTemplates(schema: JsonSchema): JsonSchema {
  const properties = schema['properties']
  if (!isRecord(properties)) return schema
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, property]) => {
        const isPlain =
          isRecord(property) &&
          property['type'] === 'string' &&
          property['enum'] === undefined &&
          property['format'] === undefined
        if (!isPlain) return [key, property]
        const ui = isRecord(property['ui']) ? property['ui'] : {}
        return [key, { ...property, ui: { widget: 'template', ...ui } }]
      }),
    ),
  }
}
