import { isRecord } from '@soniarose/graph'
import { Plus, X } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { TagsInput } from '../../../ui/combobox.tsx'
import { IconButton } from '../../../ui/icon_button.tsx'
import { Input } from '../../../ui/input.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { Select } from '../../../ui/select.tsx'
import { useFormFacts } from '../form_context.tsx'
import { addWay, dropWay, MATCH_WAYS, MATCH_WORDS, swapWay, waysOf, type MatchWay } from '../match_model.ts'
import { asText, asTexts } from './field_props.ts'

interface MatchFieldProps {
  value: unknown
  onChange: (value: Record<string, unknown>) => void
  error?: string | undefined
}

/** How a reply is recognised: one way, or several of which any will do. */
export function MatchField({ value, onChange, error }: MatchFieldProps) {
  const { readOnly } = useFormFacts()
  const ways = waysOf(value)
  const free = MATCH_WAYS.filter((way) => !ways.includes(way))
  const options = (own: MatchWay) =>
    MATCH_WAYS.filter((way) => way === own || free.includes(way)).map((way) => ({
      value: way,
      label: MATCH_WORDS[way].title,
      hint: MATCH_WORDS[way].hint,
    }))
  return (
    <div className="flex flex-col gap-1.5">
      {ways.map((way, index) => (
        <div key={way} className="flex flex-col gap-1.5">
          {index > 0 ? <span className="text-xs font-medium text-ink-faint">or</span> : null}
          <div className="flex items-center gap-1">
            <Select
              label="The reply"
              size="sm"
              value={way}
              disabled={readOnly}
              onChange={(next) => onChange(swapWay(value, way, next))}
              options={options(way)}
              className="flex-1"
            />
            {ways.length > 1 && !readOnly ? (
              <IconButton
                size="sm"
                label={`Remove “${MATCH_WORDS[way].title}”`}
                icon={<X />}
                onClick={() => onChange(dropWay(value, way))}
              />
            ) : null}
          </div>
          <WayValue
            way={way}
            value={isRecord(value) ? value[way] : undefined}
            onChange={(next) => onChange({ ...(isRecord(value) ? value : {}), [way]: next })}
          />
        </div>
      ))}
      {error ? (
        <p role="alert" className="text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
      {readOnly || free.length === 0 ? null : (
        <Menu
          align="start"
          trigger={
            <Button size="sm" variant="ghost" icon={<Plus />} className="self-start">
              {ways.length === 0 ? 'Say how to recognise it' : 'Or…'}
            </Button>
          }
          sections={[
            {
              items: free.map((way) => ({
                label: MATCH_WORDS[way].title,
                hint: MATCH_WORDS[way].hint,
                onSelect: () => onChange(addWay(value, way)),
              })),
            },
          ]}
        />
      )}
    </div>
  )
}

interface WayValueProps {
  way: MatchWay
  value: unknown
  onChange: (value: unknown) => void
}

function WayValue({ way, value, onChange }: WayValueProps) {
  const { readOnly } = useFormFacts()
  if (way === 'affirmative' || way === 'negative') return null
  if (way === 'regex') {
    return (
      <Input
        aria-label="Pattern"
        value={asText(value)}
        readOnly={readOnly}
        spellCheck={false}
        placeholder="^(1|one)$"
        onChange={(event) => onChange(event.target.value)}
        className="h-8 font-mono text-sm"
      />
    )
  }
  if (way === 'number')
    return <Range keys={['min', 'max']} words={['From', 'to']} type="number" value={value} onChange={onChange} />
  if (way === 'date')
    return (
      <Range keys={['after', 'before']} words={['After', 'before']} type="date" value={value} onChange={onChange} />
    )
  const words = asTexts(value)
  if (readOnly) return <p className="text-base">{words.join(', ')}</p>
  return (
    <TagsInput label="Words" value={words} suggestions={[]} onChange={onChange} placeholder="Type a word, then Enter" />
  )
}

interface RangeProps {
  keys: [string, string]
  words: [string, string]
  type: 'number' | 'date'
  value: unknown
  onChange: (value: unknown) => void
}

/** Two optional bounds; without both, any value will do. */
function Range({ keys, words, type, value, onChange }: RangeProps) {
  const { readOnly } = useFormFacts()
  const bounds = isRecord(value) ? value : {}
  const set = (key: string, text: string) => {
    const next = { ...bounds, [key]: text === '' ? undefined : type === 'number' ? Number(text) : text }
    const kept = Object.fromEntries(Object.entries(next).filter(([, each]) => each !== undefined))
    onChange(Object.keys(kept).length === 0 ? true : kept)
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-sm text-ink-soft">
      {keys.map((key, index) => (
        <label key={key} className="flex items-center gap-1.5">
          {words[index]}
          <Input
            type={type}
            value={asText(bounds[key])}
            readOnly={readOnly}
            placeholder="any"
            onChange={(event) => set(key, event.target.value)}
            className={type === 'number' ? 'h-8 w-20 text-sm' : 'h-8 w-36 text-sm'}
          />
        </label>
      ))}
    </div>
  )
}
