import { isRecord } from '@soniarose/graph'
import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { FieldGroup } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon_button.tsx'
import { Input } from '../../../ui/input.tsx'
import { useFormFacts } from '../form_context.tsx'
import { asText, type WidgetProps } from './field_props.ts'

interface Pair {
  name: string
  value: string
}

const pairsOf = (value: unknown): Pair[] =>
  isRecord(value) ? Object.entries(value).map(([name, each]) => ({ name, value: asText(each) })) : []

const recordOf = (pairs: readonly Pair[]): Record<string, string> | undefined => {
  const named = pairs.filter((pair) => pair.name !== '')
  return named.length === 0 ? undefined : Object.fromEntries(named.map((pair) => [pair.name, pair.value]))
}

/** Names with their values, such as the headers of a request. A row without a name isn't kept. */
export function PairsField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const [pairs, setPairs] = useState(() => pairsOf(value))
  const written = JSON.stringify(value ?? {})
  useEffect(() => {
    setPairs((now) => (JSON.stringify(recordOf(now) ?? {}) === written ? now : pairsOf(JSON.parse(written))))
  }, [written])
  const change = (next: Pair[]) => {
    setPairs(next)
    onChange(recordOf(next))
  }
  return (
    <FieldGroup label={field.title} hint={field.description} error={errors.values().next().value}>
      <div className="flex flex-col gap-1.5">
        {pairs.map((pair, index) => (
          <div key={index} className="flex items-center gap-1.5">
            <Input
              aria-label={`Name ${index + 1}`}
              placeholder="Name"
              value={pair.name}
              readOnly={readOnly}
              onChange={(event) => change(pairs.with(index, { ...pair, name: event.target.value }))}
              className="h-8 w-2/5 text-sm"
            />
            <Input
              aria-label={`Value ${index + 1}`}
              placeholder="Value"
              value={pair.value}
              readOnly={readOnly}
              onChange={(event) => change(pairs.with(index, { ...pair, value: event.target.value }))}
              className="h-8 flex-1 text-sm"
            />
            {readOnly ? null : (
              <IconButton
                size="sm"
                label={`Remove ${pair.name || 'the row'}`}
                icon={<Trash2 />}
                onClick={() => change(pairs.toSpliced(index, 1))}
              />
            )}
          </div>
        ))}
        {readOnly ? null : (
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus />}
            className="self-start"
            onClick={() => setPairs([...pairs, { name: '', value: '' }])}
          >
            Add
          </Button>
        )}
      </div>
    </FieldGroup>
  )
}
