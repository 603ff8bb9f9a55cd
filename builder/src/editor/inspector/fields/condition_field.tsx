import type { Rule } from '@soniarose/graph'
import { FolderPlus, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { TagsInput } from '../../../ui/combobox.tsx'
import { FieldGroup } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon_button.tsx'
import { Input } from '../../../ui/input.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import {
  isGroup,
  NEW_RULE,
  OPERATOR_WORDS,
  operatorsFor,
  readCondition,
  valueKind,
  withField,
  withOperator,
  writeCondition,
  type Join,
  type RuleGroup,
} from '../condition_model.ts'
import { useFormFacts } from '../form_context.tsx'
import { useTags } from '../lookups.ts'
import { DurationField } from './duration_field.tsx'
import { asText, asTexts, type WidgetProps } from './field_props.ts'

const JOINS = ['all', 'any', 'none'] as const
const JOIN_WORDS: Record<Join, string> = { all: 'All of', any: 'Any of', none: 'None of' }

/** Deeper than this nobody can read it any more. */
const DEEPEST = 3

/** A condition as rules in groups. */
export function ConditionField({ field, value, onChange, errors }: WidgetProps) {
  return (
    <FieldGroup
      label={field.title}
      required={field.required}
      hint={field.description}
      error={errors.values().next().value}
    >
      <GroupEditor group={readCondition(value)} depth={1} onChange={(group) => onChange(writeCondition(group))} />
    </FieldGroup>
  )
}

interface GroupEditorProps {
  group: RuleGroup
  depth: number
  onChange: (group: RuleGroup) => void
  onRemove?: () => void
}

function GroupEditor({ group, depth, onChange, onRemove }: GroupEditorProps) {
  const { readOnly } = useFormFacts()
  const setItem = (index: number, item: RuleGroup | Rule) =>
    onChange({ ...group, items: group.items.with(index, item) })
  const remove = (index: number) => onChange({ ...group, items: group.items.toSpliced(index, 1) })
  return (
    <div
      role="group"
      aria-label="Rules"
      className={
        depth === 1 ? 'flex flex-col gap-2' : 'flex flex-col gap-2 rounded-md border border-line bg-sunken p-2'
      }
    >
      {group.items.length > 1 || group.join !== 'all' || depth > 1 ? (
        <div className="flex items-center justify-between gap-2">
          {readOnly ? (
            <span className="px-0.5 text-sm text-ink-soft">{JOIN_WORDS[group.join]}</span>
          ) : (
            <Segmented<Join>
              label="How the rules are joined"
              size="sm"
              value={group.join}
              onChange={(join) => onChange({ ...group, join })}
              options={JOINS.map((join) => ({ value: join, label: JOIN_WORDS[join] }))}
            />
          )}
          {onRemove && !readOnly ? (
            <IconButton size="sm" label="Remove the group" icon={<Trash2 />} onClick={onRemove} />
          ) : null}
        </div>
      ) : null}
      {group.items.map((item, index) =>
        isGroup(item) ? (
          <GroupEditor
            key={index}
            group={item}
            depth={depth + 1}
            onChange={(next) => setItem(index, next)}
            onRemove={() => remove(index)}
          />
        ) : (
          <RuleEditor
            key={index}
            rule={item}
            onChange={(next) => setItem(index, next)}
            onRemove={() => remove(index)}
          />
        ),
      )}
      {readOnly ? null : (
        <div className="flex flex-wrap gap-1">
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus />}
            onClick={() => onChange({ ...group, items: [...group.items, NEW_RULE] })}
          >
            Rule
          </Button>
          {depth < DEEPEST && group.items.length > 0 ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<FolderPlus />}
              onClick={() => onChange({ ...group, items: [...group.items, { join: 'any', items: [NEW_RULE] }] })}
            >
              Group
            </Button>
          ) : null}
        </div>
      )}
    </div>
  )
}

interface RuleEditorProps {
  rule: Rule
  onChange: (rule: Rule) => void
  onRemove: () => void
}

function RuleEditor({ rule, onChange, onRemove }: RuleEditorProps) {
  const { variables, readOnly } = useFormFacts()
  const known = variables.find((variable) => variable.path === rule.field)
  return (
    <div className="flex flex-col gap-1.5 rounded-md border border-line bg-raised p-2">
      <div className="flex items-start gap-1.5">
        <RuleField rule={rule} onChange={onChange} />
        {readOnly ? null : <IconButton size="sm" label="Remove the rule" icon={<Trash2 />} onClick={onRemove} />}
      </div>
      <div className="flex flex-wrap items-start gap-1.5">
        <Select
          label="Question"
          size="sm"
          value={rule.op}
          disabled={readOnly}
          onChange={(op) => onChange(withOperator(rule, op))}
          options={operatorsFor(known?.type ?? 'text', rule.op).map((op) => ({ value: op, label: OPERATOR_WORDS[op] }))}
          className="w-40"
        />
        <div className="min-w-32 flex-1">
          <RuleValue rule={rule} onChange={onChange} />
        </div>
      </div>
    </div>
  )
}

/** No path begins with a space. */
const OTHER = ' other'

/** What is asked about: a field by its name, or any other by its path. */
function RuleField({ rule, onChange }: Omit<RuleEditorProps, 'onRemove'>) {
  const { variables, readOnly } = useFormFacts()
  const isKnown = variables.some((variable) => variable.path === rule.field)
  // What was stored by a path that isn't known yet may be known in a moment; what is being typed must stay as it is.
  const [typing, setTyping] = useState(false)
  const ask = (field: string) => onChange(withField(rule, field, variables))
  if (isKnown && !typing)
    return (
      <Select
        label="Field"
        size="sm"
        value={rule.field}
        disabled={readOnly}
        onChange={(field) => {
          setTyping(field === OTHER)
          ask(field === OTHER ? '' : field)
        }}
        options={[
          ...variables.map(({ path, label }) => ({ value: path, label })),
          { value: OTHER, label: 'Another field…' },
        ]}
        className="flex-1"
      />
    )
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <Input
        aria-label="Field"
        value={rule.field}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        placeholder="contact.attributes.city"
        onChange={(event) => {
          setTyping(true)
          onChange({ ...rule, field: event.target.value.trim() })
        }}
        className="h-8 font-mono text-xs"
      />
      {readOnly ? null : (
        <span className="flex flex-wrap items-center justify-between gap-x-2 px-0.5 text-xs text-ink-faint">
          {rule.field === '' ? 'Which field? Its path, as texts use it.' : 'A path, as texts use it.'}
          <button
            type="button"
            className="rounded-xs font-medium text-rose-ink hover:underline"
            onClick={() => {
              setTyping(false)
              if (!isKnown && variables[0]) ask(variables[0].path)
            }}
          >
            Choose from the list
          </button>
        </span>
      )}
    </div>
  )
}

function RuleValue({ rule, onChange }: Omit<RuleEditorProps, 'onRemove'>) {
  const tags = useTags().data ?? []
  const { readOnly, variables } = useFormFacts()
  const kind = valueKind(rule.op)
  const set = (value: Rule['value']) => onChange({ ...rule, value })
  if (kind === 'none') return null
  const choices = kind === 'text' ? variables.find((variable) => variable.path === rule.field)?.choices : undefined
  if (choices && ['', ...choices.map((choice) => choice.value)].includes(asText(rule.value)))
    return (
      <Select
        label="Value"
        size="sm"
        value={asText(rule.value) || null}
        disabled={readOnly}
        onChange={set}
        options={choices}
      />
    )
  if (kind === 'words' && readOnly) return <p className="pt-1 text-sm">{asTexts(rule.value).join(', ')}</p>
  if (kind === 'words')
    return <TagsInput label="Values" value={asTexts(rule.value)} suggestions={[]} onChange={set} placeholder="Values" />
  if (kind === 'duration')
    return <DurationField title="Length of time" value={rule.value} onChange={(next) => set(next ?? '')} />
  const isDate =
    kind === 'date' && (rule.value === '' || rule.value === undefined || /^\d{4}-\d{2}-\d{2}$/.test(asText(rule.value)))
  return (
    <>
      <Input
        aria-label="Value"
        type={isDate ? 'date' : kind === 'number' && typeof rule.value !== 'string' ? 'number' : 'text'}
        list={kind === 'tag' ? 'sr-known-tags' : undefined}
        value={asText(rule.value)}
        readOnly={readOnly}
        autoComplete="off"
        onChange={(event) => set(numberOrText(event.target.value, kind))}
        className="h-7.5 text-sm"
      />
      {kind === 'tag' ? (
        <datalist id="sr-known-tags">
          {tags.map((tag) => (
            <option key={tag.name} value={tag.name}>
              {tag.name}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  )
}

/** What was typed, as a number where one is asked for and it is one. */
function numberOrText(text: string, kind: string): string | number {
  return kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
