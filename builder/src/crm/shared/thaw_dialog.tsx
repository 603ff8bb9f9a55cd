import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useThaw, useThawPreview, type Lifted, type ThawPreview, type ThawRule } from '../../api/thaw.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { ageInWords, tellThaw } from './thaw_words.ts'

const choices = [
  { value: 'send', label: 'Send all of them', hint: 'However old they are, at the sender’s rate' },
  { value: 'skip', label: 'Skip the old ones', hint: 'Their runs go on without the text' },
  {
    value: 'retime',
    label: 'Send the old ones at their time of day',
    hint: 'When it next comes, where the contact is',
  },
] as const

const TITLES = { freeze: 'Lift the freeze', pause: 'Resume the workflow' }
const DONE = { freeze: 'Sending goes on', pause: 'The workflow goes on' }

interface ThawDialogProps {
  lifted: Lifted
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks before held texts go on what is to become of the old ones, and says how many each choice meets. */
export function ThawDialog({ lifted, open, onOpenChange }: ThawDialogProps) {
  const [then, setThen] = useState<ThawRule['then']>('skip')
  const [olderThan, setOlderThan] = useState('PT2H')
  const rules: ThawRule[] = then === 'send' ? [] : [{ olderThan, then }]
  const preview = useThawPreview(lifted, rules, open)
  const thaw = useThaw(lifted)
  const go = () =>
    thaw.mutate(rules, {
      onSuccess: () => {
        onOpenChange(false)
        toast.success(DONE[lifted.kind], { description: preview.data ? tellThaw(preview.data) : undefined })
      },
      onError: (error) => toast.error('That didn’t work', { description: messageOf(error) }),
    })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={TITLES[lifted.kind]}
      description={preview.data ? <Held preview={preview.data} /> : undefined}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" loading={thaw.isPending} onClick={go}>
            {TITLES[lifted.kind]}
          </Button>
        </>
      }
    >
      {preview.isPending ? <Skeleton className="h-24 w-full" /> : null}
      {preview.isError ? <p className="text-sm text-bad-ink">{messageOf(preview.error)}</p> : null}
      {preview.data && preview.data.texts > 0 ? (
        <div className="flex flex-col gap-4">
          <Field label="The texts that are held">
            <Select value={then} onChange={setThen} options={choices} />
          </Field>
          {then === 'send' ? null : (
            <Field label="Old are those that were due more than">
              <Select
                value={olderThan}
                onChange={setOlderThan}
                options={preview.data.ages.map((age) => ({
                  value: age.olderThan,
                  label: `${ageInWords(age.olderThan)} ago`,
                  hint: `${age.texts} of ${preview.data.texts}`,
                }))}
              />
            </Field>
          )}
          <p role="status" className="rounded-md border border-line bg-sunken px-3.5 py-2.5 text-base text-ink">
            {tellThaw(preview.data)}
          </p>
        </div>
      ) : null}
    </Dialog>
  )
}

function Held({ preview: { texts, oldestDueAt } }: { preview: ThawPreview }) {
  if (texts === 0 || oldestDueAt === null) return <>No text is held; what comes from now on goes out as ever.</>
  return (
    <>
      {texts === 1 ? 'One text is held' : `${texts.toLocaleString('en')} texts are held`}; the oldest was due{' '}
      <Ago at={oldestDueAt} />.
    </>
  )
}
