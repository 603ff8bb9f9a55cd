import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useSegment, useSegments } from '../../api/segments.ts'
import type { Workflow } from '../../api/types.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { WHO_GETS_A_TEXT, inItNow } from '../contacts/enroll_dialog.tsx'
import { useStartRuns } from '../contacts/use_start_runs.ts'

interface StartForSegmentProps {
  open: boolean
  workflow: Workflow
  onClose: () => void
}

/** Starts a published workflow for all who are in a segment now. */
export function StartForSegment({ open, workflow, onClose }: StartForSegmentProps) {
  const segments = useSegments({ enabled: open })
  const [chosen, setChosen] = useState<string | null>(null)
  const none = segments.data?.length === 0
  const counted = useSegment(open ? (chosen ?? undefined) : undefined).data?.count
  const runs = useStartRuns()
  const close = () => {
    runs.forget()
    onClose()
  }
  const submit = () => {
    if (chosen) runs.start(workflow.id, { segmentId: chosen }, close)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Start ${workflow.name}`}
      description="For everybody who is in a segment now."
      size="sm"
      footer={
        none ? (
          <ButtonLink variant="primary" to="/crm/segments/new">
            Make a segment
          </ButtonLink>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" loading={runs.isPending} disabled={!counted} onClick={submit}>
              {counted ? `Start for ${plural(counted, 'contact')}` : 'Start'}
            </Button>
          </>
        )
      }
    >
      {none ? (
        <p className="text-base text-ink-soft">There is no segment yet. One is made from rules over contacts.</p>
      ) : (
        <Field
          label="Segment"
          error={errorOf(segments.error ?? runs.error)}
          hint={counted === undefined ? WHO_GETS_A_TEXT : `${inItNow(counted)} ${WHO_GETS_A_TEXT}`}
        >
          <Select
            value={chosen}
            onChange={setChosen}
            options={(segments.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      )}
    </Dialog>
  )
}

const errorOf = (error: unknown): string | null => (error ? messageOf(error) : null)
