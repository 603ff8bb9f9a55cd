import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useEnroll, useWorkflows } from '../../api/workflows.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { toast } from '../../ui/toast.tsx'
import { countReasons } from './enroll_reasons.ts'

interface EnrollDialogProps {
  open: boolean
  contactIds: string[]
  onClose: () => void
}

/** Puts contacts into a published workflow. */
export function EnrollDialog({ open, contactIds, onClose }: EnrollDialogProps) {
  const workflows = useWorkflows()
  const published = (workflows.data ?? []).filter(
    (workflow) => workflow.publishedVersionId && workflow.status !== 'archived',
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const workflowId = chosen ?? published[0]?.id ?? null
  const enroll = useEnroll()
  const submit = () => {
    if (!workflowId) return
    enroll.mutate(
      { workflowId, contactIds },
      {
        onSuccess: (result) => {
          const skipped = countReasons(result)
          const show = result.enrolled > 0 ? toast.success : toast.info
          show(
            `${plural(result.enrolled, 'contact')} entered`,
            skipped ? { description: `Not entered: ${skipped}` } : {},
          )
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={`Start a workflow for ${plural(contactIds.length, 'contact')}`}
      size="sm"
      footer={
        published.length ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={enroll.isPending} onClick={submit}>
              Start
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
        <Field
          label="Workflow"
          error={enroll.isError ? messageOf(enroll.error) : null}
          hint="Its own rules on coming back apply. Those without consent get no text."
        >
          <Select
            value={workflowId}
            onChange={setChosen}
            options={published.map((workflow) => ({
              value: workflow.id,
              label: workflow.name,
              hint: workflow.status === 'paused' ? 'Paused: enrols nobody until resumed' : undefined,
            }))}
          />
        </Field>
      ) : (
        <p className="text-base text-ink-soft">No workflow is published yet. Publish one first.</p>
      )}
    </Dialog>
  )
}
