import { Tag, Workflow, X } from 'lucide-react'
import { useState } from 'react'
import { useChangeTags } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { TagsInput } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { toast } from '../../ui/toast.tsx'
import { EnrollDialog } from './enroll_dialog.tsx'
import { useMay } from '../../api/session.ts'

interface BulkBarProps {
  selection: ReadonlySet<string>
  onClear: () => void
  suggestions: readonly string[]
}

/** What can be done with the selected contacts; floats at the bottom while there are any. */
export function BulkBar({ selection, onClear, suggestions }: BulkBarProps) {
  const [open, setOpen] = useState<'tags' | 'enroll' | null>(null)
  const ids = [...selection]
  const mayEnroll = useMay('workflows:write')
  if (ids.length === 0) return null
  return (
    <>
      <div
        role="region"
        aria-label="Selected contacts"
        className="rise sticky bottom-3 z-20 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-1.5 rounded-lg border border-line-strong bg-raised py-1.5 pr-1.5 pl-4 shadow-overlay"
      >
        <span className="mr-2 text-base font-medium">{plural(ids.length, 'contact')} selected</span>
        <Button size="sm" icon={<Tag />} onClick={() => setOpen('tags')}>
          Tags
        </Button>
        {mayEnroll ? (
          <Button size="sm" icon={<Workflow />} onClick={() => setOpen('enroll')}>
            Start workflow
          </Button>
        ) : null}
        <IconButton size="sm" label="Clear the selection" icon={<X />} onClick={onClear} />
      </div>
      <TagDialog open={open === 'tags'} ids={ids} suggestions={suggestions} onClose={() => setOpen(null)} />
      <EnrollDialog open={open === 'enroll'} who={{ contactIds: ids }} onClose={() => setOpen(null)} />
    </>
  )
}

interface TagDialogProps {
  open: boolean
  ids: readonly string[]
  suggestions: readonly string[]
  onClose: () => void
}

function TagDialog({ open, ids, suggestions, onClose }: TagDialogProps) {
  const [tags, setTags] = useState<string[]>([])
  const [mode, setMode] = useState<'add' | 'remove'>('add')
  const change = useChangeTags()
  const submit = () => {
    const remove = mode === 'remove'
    change.mutate(
      { contactIds: ids, tags, remove },
      {
        onSuccess: () => {
          const words = tags.join(', ')
          toast.success(
            `${remove ? 'Removed' : 'Added'} ${words} ${remove ? 'from' : 'to'} ${plural(ids.length, 'contact')}`,
            {
              action: { label: 'Undo', onClick: () => change.mutate({ contactIds: ids, tags, remove: !remove }) },
            },
          )
          setTags([])
          onClose()
        },
        onError: (error) => toast.error('Not all tags were changed', { description: messageOf(error) }),
      },
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={`Tag ${plural(ids.length, 'contact')}`}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={tags.length === 0} loading={change.isPending} onClick={submit}>
            {mode === 'add' ? 'Add tags' : 'Remove tags'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label="What to do"
          value={mode}
          onChange={setMode}
          className="self-start"
          options={[
            { value: 'add', label: 'Add' },
            { value: 'remove', label: 'Remove' },
          ]}
        />
        <Field label="Tags" hint="Adding a tag can start workflows that listen for it.">
          <TagsInput value={tags} onChange={setTags} suggestions={suggestions} placeholder="Choose or type" />
        </Field>
      </div>
    </Dialog>
  )
}
