import { ImagePlus, X } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon_button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useFormFacts } from '../form_context.tsx'
import { useMediaAssets } from '../lookups.ts'
import { asTexts, type WidgetProps } from './field_props.ts'

/** Files from the media library that go with a text. */
export function MediaField({ field, value, onChange, errors }: WidgetProps) {
  const assets = useMediaAssets().data ?? []
  const { readOnly } = useFormFacts()
  const chosen = asTexts(value)
  const change = (next: string[]) => onChange(next.length === 0 ? undefined : next)
  const free = assets.filter((asset) => !chosen.includes(asset.id))
  return (
    <Field
      label={field.title}
      hint={chosen.length === 0 ? 'With a file it goes out as MMS, which costs more.' : undefined}
      error={errors.get('')}
    >
      <div className="flex flex-wrap items-center gap-2">
        {chosen.map((id) => {
          const asset = assets.find((each) => each.id === id)
          return (
            <span
              key={id}
              className="flex items-center gap-1.5 rounded-md border border-line bg-sunken py-1 pr-1 pl-1.5 text-sm"
            >
              {asset?.contentType.startsWith('image/') ? (
                <img src={asset.url} alt="" className="size-7 rounded-xs object-cover" />
              ) : null}
              <span className="max-w-36 truncate">{asset?.name ?? 'Missing file'}</span>
              {readOnly ? null : (
                <IconButton
                  size="sm"
                  label={`Remove ${asset?.name ?? 'the file'}`}
                  icon={<X />}
                  onClick={() => change(chosen.filter((each) => each !== id))}
                />
              )}
            </span>
          )
        })}
        {readOnly || chosen.length >= 10 ? null : (
          <Menu
            align="start"
            trigger={
              <Button size="sm" icon={<ImagePlus />}>
                Add a file
              </Button>
            }
            sections={[
              {
                items:
                  free.length === 0
                    ? [{ label: 'The media library has no other files', disabled: true, onSelect: () => undefined }]
                    : free
                        .slice(0, 50)
                        .map((asset) => ({ label: asset.name, onSelect: () => change([...chosen, asset.id]) })),
              },
            ]}
          />
        )}
      </div>
    </Field>
  )
}
