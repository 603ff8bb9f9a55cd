import { ListFilter } from 'lucide-react'
import { Link } from 'react-router'
import { withQuery } from '../../api/client.ts'
import { useTags } from '../../api/contacts.ts'
import { useSegments, type Segment } from '../../api/segments.ts'
import { useMay } from '../../api/session.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { conditionInWords } from '../segments/condition_words.ts'

const statuses = [
  { value: '', label: 'Any consent' },
  { value: 'opted_in', label: 'Opted in' },
  { value: 'pending', label: 'No consent yet' },
  { value: 'opted_out', label: 'Opted out' },
] as const

type Filter = Record<'search' | 'status' | 'tag' | 'segment', string>

interface ContactFiltersProps {
  filter: Filter
  onChange: (change: Partial<Filter>) => void
  /** Takes all of it out; null while there is nothing in it. */
  onClear: (() => void) | null
}

/** What the list of contacts is narrowed by, and the way to keep it as a segment. */
export function ContactFilters({ filter, onChange, onClear }: ContactFiltersProps) {
  const tags = useTags()
  const segments = useSegments().data
  const mayKeep = useMay('segments:write')
  const asked = !filter.search && !filter.segment && (filter.status || filter.tag)
  const chosen = segments?.find((segment) => segment.id === filter.segment)
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchInput
          label="Search name, number or e-mail"
          value={filter.search}
          onChange={(search) => onChange({ search })}
          className="w-full sm:w-72"
        />
        <Select
          label="Consent"
          value={statuses.find((status) => status.value === filter.status)?.value ?? ''}
          onChange={(status) => onChange({ status })}
          options={statuses}
          className="w-auto min-w-36 flex-1 sm:flex-none"
        />
        <Select
          label="Tag"
          value={filter.tag}
          onChange={(tag) => onChange({ tag })}
          options={[
            { value: '', label: 'Any tag' },
            ...(tags.data ?? []).map((tag) => ({ value: tag.name, label: tag.name })),
          ]}
          className="w-auto min-w-32 flex-1 sm:flex-none"
        />
        {filter.segment || segments?.length ? (
          <Select
            label="Segment"
            value={filter.segment}
            onChange={(segment) => onChange({ segment })}
            options={segmentOptions(segments, filter.segment)}
            className="w-auto max-w-64 min-w-36 flex-1 sm:flex-none"
          />
        ) : null}
        {onClear ? (
          <Button variant="ghost" onClick={onClear}>
            Clear filters
          </Button>
        ) : null}
        {mayKeep && asked ? (
          <ButtonLink
            variant="ghost"
            icon={<ListFilter />}
            to={withQuery('/crm/segments/new', { status: filter.status, tag: filter.tag })}
          >
            Keep as a segment
          </ButtonLink>
        ) : null}
      </div>
      {chosen ? <About segment={chosen} mayChange={mayKeep} /> : null}
    </>
  )
}

/** The segments to choose from; one that no list holds is still shown as chosen. */
function segmentOptions(segments: readonly Segment[] | undefined, chosen: string) {
  const known = chosen === '' || segments === undefined || segments.some((segment) => segment.id === chosen)
  return [
    { value: '', label: 'Any segment' },
    ...(known ? [] : [{ value: chosen, label: 'Another segment' }]),
    ...(segments ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
}

/** What the segment asks for, since its name alone doesn't say who is looked at. */
function About({ segment, mayChange }: { segment: Segment; mayChange: boolean }) {
  return (
    <p className="mb-3 text-sm wrap-anywhere text-ink-soft">
      Who is in “{segment.name}” now: {conditionInWords(segment.rules)}.{' '}
      <Link
        to={`/crm/segments/${segment.id}`}
        className="rounded-xs font-medium whitespace-nowrap text-rose-ink underline-offset-3 hover:underline"
      >
        {mayChange ? 'Change the segment' : 'Open the segment'}
      </Link>
    </p>
  )
}
