import { isRecord, type JsonSchema } from '@soniarose/graph'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { FieldGroup } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon_button.tsx'
import { Input } from '../../../ui/input.tsx'
import { freshBranchId } from '../../store/fresh_ids.ts'
import { NEW_RULE } from '../condition_model.ts'
import { useFormFacts } from '../form_context.tsx'
import { fieldNamed } from '../read_schema.ts'
import { ConditionField } from './condition_field.tsx'
import { asText, type WidgetProps } from './field_props.ts'
import { MatchField } from './match_field.tsx'

type Branch = Record<string, unknown>

/** What branches are told apart by: a reply's match, a condition, or a share. */
type BranchKind = 'match' | 'when' | 'weight'

function kindOf(schema: JsonSchema): BranchKind {
  const items = isRecord(schema['items']) ? schema['items'] : {}
  const properties = isRecord(items['properties']) ? items['properties'] : {}
  if ('match' in properties) return 'match'
  return 'weight' in properties ? 'weight' : 'when'
}

const NEW_BRANCH: Record<BranchKind, Branch> = {
  match: { match: { anyWord: [] } },
  when: { when: NEW_RULE },
  weight: { weight: 50 },
}

/** The branches of a step, in the order in which they are tried. A branch keeps its connection when renamed or moved. */
export function BranchesField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const kind = kindOf(field.schema)
  const branches: Branch[] = Array.isArray(value) ? value.filter(isRecord) : []
  const total = branches.reduce((sum, branch) => sum + (typeof branch['weight'] === 'number' ? branch['weight'] : 0), 0)
  const swap = (index: number, by: number) => {
    const [here, there] = [branches[index], branches[index + by]]
    if (here && there) onChange(branches.with(index, there).with(index + by, here))
  }
  const add = () => {
    const taken = new Set(branches.map((branch) => asText(branch['id'])))
    const label = kind === 'weight' ? String.fromCharCode(65 + branches.length) : `Branch ${branches.length + 1}`
    onChange([...branches, { id: freshBranchId(label, taken), label, ...structuredClone(NEW_BRANCH[kind]) }])
  }
  return (
    <FieldGroup label={field.title} hint={field.description} error={errors.get('')}>
      <ol className="flex flex-col gap-2">
        {branches.map((branch, index) => (
          <li
            key={asText(branch['id']) || index}
            className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-2.5"
          >
            <div className="flex items-center gap-1">
              <Input
                aria-label={`Name of branch ${index + 1}`}
                value={asText(branch['label'])}
                readOnly={readOnly}
                placeholder="Name"
                onChange={(event) => onChange(branches.with(index, { ...branch, label: event.target.value }))}
                className="h-8 flex-1 font-medium"
              />
              {readOnly ? null : (
                <>
                  <IconButton
                    size="sm"
                    label="Try it earlier"
                    icon={<ArrowUp />}
                    disabled={index === 0}
                    onClick={() => swap(index, -1)}
                  />
                  <IconButton
                    size="sm"
                    label="Try it later"
                    icon={<ArrowDown />}
                    disabled={index === branches.length - 1}
                    onClick={() => swap(index, 1)}
                  />
                  <IconButton
                    size="sm"
                    label={`Delete the branch ${asText(branch['label'])}`}
                    icon={<Trash2 />}
                    onClick={() => onChange(branches.toSpliced(index, 1))}
                  />
                </>
              )}
            </div>
            <BranchBody
              kind={kind}
              branch={branch}
              total={total}
              error={[...errors].find(([key]) => key.startsWith(`${index}.`))?.[1]}
              onChange={(next) => onChange(branches.with(index, next))}
            />
          </li>
        ))}
      </ol>
      {readOnly ? null : (
        <Button size="sm" icon={<Plus />} className="mt-2 self-start" onClick={add}>
          Add a branch
        </Button>
      )}
    </FieldGroup>
  )
}

interface BranchBodyProps {
  kind: BranchKind
  branch: Branch
  total: number
  error: string | undefined
  onChange: (branch: Branch) => void
}

const WHEN_FIELD = fieldNamed('when', 'When')

function BranchBody({ kind, branch, total, error, onChange }: BranchBodyProps) {
  const { readOnly } = useFormFacts()
  if (kind === 'match')
    return <MatchField value={branch['match']} error={error} onChange={(match) => onChange({ ...branch, match })} />
  if (kind === 'when') {
    return (
      <ConditionField
        field={WHEN_FIELD}
        value={branch['when']}
        errors={new Map(error ? [['', error]] : [])}
        onChange={(when) => onChange({ ...branch, when })}
      />
    )
  }
  const weight = typeof branch['weight'] === 'number' ? branch['weight'] : 0
  return (
    <label className="flex items-center gap-2 text-sm text-ink-soft">
      Share
      <Input
        type="number"
        min={0}
        value={String(weight)}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...branch, weight: Number(event.target.value) })}
        className="nums h-8 w-24"
      />
      <span className="nums">{total > 0 ? `${Math.round((weight / total) * 100)} % of people` : null}</span>
    </label>
  )
}
