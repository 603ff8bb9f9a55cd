import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useSegment } from '../../api/segments.ts'
import { useWorkflows } from '../../api/workflows.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { useStartRuns } from './use_start_runs.ts'

interface EnrollDialogProps {
  open: boolean
  /** Some contacts, or a segment. */
  who: { contactIds: readonly string[] } | { segment: { id: string; name: string } }
  onClose: () => void
}

const PAUSED = 'Paused: enrols nobody until resumed'

/** Puts contacts into a published workflow. */
export function EnrollDialog({ open, who, onClose }: EnrollDialogProps) {
  const workflows = useWorkflows()
  const published = (workflows.data ?? []).filter(
    (workflow) => workflow.publishedVersionId && workflow.status !== 'archived',
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const workflow =
    published.find(({ id }) => id === chosen) ?? published.find(({ status }) => status === 'live') ?? published[0]
  const segment = 'segment' in who ? who.segment : undefined
  const counted = useSegment(open ? segment?.id : undefined).data?.count
  const runs = useStartRuns()
  const close = () => {
    runs.forget()
    onClose()
  }
  const audience = 'segment' in who ? { segmentId: who.segment.id } : who
  const submit = () => {
    if (workflow) runs.start(workflow.id, audience, close)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Start a workflow for ${'segment' in who ? `“${who.segment.name}”` : plural(who.contactIds.length, 'contact')}`}
      description={segment && counted !== undefined ? inItNow(counted) : undefined}
      size="sm"
      footer={
        published.length ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              loading={runs.isPending}
              disabled={workflow?.status === 'paused' || counted === 0}
              onClick={submit}
            >
              {counted ? `Start for ${plural(counted, 'contact')}` : 'Start'}
            </Button>
          </>
        ) : (
          <ButtonLink variant="primary" to="/crm/workflows">
            Go to workflows
          </ButtonLink>
        )
      }
    >
      {published.length ? (
        <Field label="Workflow" error={runs.error ? messageOf(runs.error) : null} hint={WHO_GETS_A_TEXT}>
          <Select
            value={workflow?.id ?? null}
            onChange={setChosen}
            options={published.map(({ id, name, status }) => ({
              value: id,
              label: name,
              hint: status === 'paused' ? PAUSED : undefined,
            }))}
          />
        </Field>
      ) : (
        <p className="text-base text-ink-soft">No workflow is published yet. Publish one first.</p>
      )}
    </Dialog>
  )
}

export const WHO_GETS_A_TEXT = 'Its own rules on coming back apply. Those without consent get no text.'

/** How many a segment has at this moment. */
export const inItNow = (count: number): string =>
  count === 0 ? 'Nobody is in it now.' : `${plural(count, 'contact')} ${count === 1 ? 'is' : 'are'} in it now.`
