import { ImagePlus } from 'lucide-react'
import { useState } from 'react'
import { MOST_FILES, PickFiles } from '../../../crm/media/pick_files.tsx'
import { AttachedFiles } from '../../../crm/shared/attached_files.tsx'
import { Button } from '../../../ui/button.tsx'
import { FieldGroup } from '../../../ui/field.tsx'
import { useFormFacts } from '../form_context.tsx'
import { useMediaAssets } from '../lookups.ts'
import { asTexts, type WidgetProps } from './field_props.ts'

/** Files from the media library that go with a text. */
export function MediaField({ field, value, onChange, errors }: WidgetProps) {
  const assets = useMediaAssets()
  const { readOnly } = useFormFacts()
  const [picking, setPicking] = useState(false)
  const chosen = asTexts(value)
  const change = (next: string[]) => onChange(next.length === 0 ? undefined : next)
  const files = chosen.map((id) => assets.data?.find((asset) => asset.id === id) ?? { id })
  const gone = assets.data !== undefined && files.some((file) => !('name' in file))
  return (
    <FieldGroup
      label={field.title}
      hint={chosen.length === 0 ? 'With a file it goes out as MMS, which costs more.' : undefined}
      error={errors.get('') ?? (gone ? 'A file was deleted or has expired; the text would go out without it.' : null)}
    >
      <div className="flex flex-wrap items-center gap-2">
        <AttachedFiles
          files={files}
          onRemove={readOnly ? undefined : (id) => change(chosen.filter((each) => each !== id))}
        />
        {readOnly || chosen.length >= MOST_FILES ? null : (
          <Button size="sm" icon={<ImagePlus />} onClick={() => setPicking(true)}>
            Add a file
          </Button>
        )}
      </div>
      <PickFiles
        open={picking}
        taken={chosen}
        onPick={(more) => change([...chosen, ...more.map((asset) => asset.id)])}
        onClose={() => setPicking(false)}
      />
    </FieldGroup>
  )
}
