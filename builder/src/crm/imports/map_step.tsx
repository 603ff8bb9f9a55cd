import { Card } from '../../ui/card.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { attributeNameOf, type CsvPreview } from './csv_preview.ts'

const fixed = [
  { value: '', label: 'Leave out' },
  { value: 'phone', label: 'Phone number' },
  { value: 'firstName', label: 'First name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'email', label: 'E-mail' },
  { value: 'timeZone', label: 'Time zone' },
  { value: 'tags', label: 'Tags' },
]

interface MapStepProps {
  preview: CsvPreview
  name: string
  fields: readonly string[]
  onFields: (fields: string[]) => void
}

/** Says for each column what it is; beside it stand the first values. */
export function MapStep({ preview, name, fields, onFields }: MapStepProps) {
  const set = (index: number, field: string) =>
    onFields(fields.map((old, at) => (at === index ? field : field !== '' && old === field ? '' : old)))
  return (
    <Card title="What is in the columns?" description={`${name}, ${plural(preview.header.length, 'column')}`} flush>
      {fields.includes('phone') ? null : (
        <p role="alert" className="mx-4.5 mb-2 rounded-md bg-warn-soft px-3 py-2.5 text-base text-warn-ink">
          Choose the column with the phone numbers to go on.
        </p>
      )}
      <ul className="divide-y divide-line">
        {preview.header.map((header, index) => {
          const attribute = attributeNameOf(header)
          const options = attribute
            ? [...fixed, { value: `attributes.${attribute}`, label: `Attribute “${attribute}”` }]
            : fixed
          const values = preview.rows.map((row) => row[index] ?? '').filter(Boolean)
          return (
            <li
              key={`${header}${index}`}
              className="grid items-center gap-x-4 gap-y-2 px-4.5 py-3 sm:grid-cols-[minmax(0,1fr)_14rem]"
            >
              <div className="min-w-0">
                <p className="truncate text-base font-medium">{header || `Column ${index + 1}`}</p>
                <p className="truncate text-sm text-ink-faint">
                  {values.slice(0, 3).join(' · ') || 'no values in the first rows'}
                </p>
              </div>
              <Select
                label={`What ${header || `column ${index + 1}`} is`}
                value={fields[index] ?? ''}
                onChange={(field) => set(index, field)}
                options={options}
              />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
