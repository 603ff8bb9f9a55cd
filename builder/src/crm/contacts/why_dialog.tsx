import { summaryOf, titleOf } from '@soniarose/graph'
import { useState } from 'react'
import { useWorkflows } from '../../api/workflows.ts'
import { lookOf } from '../../editor/kind_look.ts'
import { useVersion } from '../../editor/use_draft.ts'
import { WhyAnswer } from '../../runs/why_answer.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

interface WhyDialogProps {
  contactId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks of any step of any workflow why this contact came there, or what kept them away. */
export function WhyDialog({ contactId, open, onOpenChange }: WhyDialogProps) {
  const workflows = useWorkflows()
  const [workflowId, setWorkflowId] = useState<string | null>(null)
  const [nodeId, setNodeId] = useState<string | null>(null)
  const published = (workflows.data ?? []).filter((workflow) => workflow.publishedVersionId !== null)
  const choose = (id: string) => {
    setWorkflowId(id)
    setNodeId(null)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Why didn’t they get this?"
      description="Choose the text, or any other step: you will see what led there, or what kept them away."
    >
      <div className="flex flex-col gap-4">
        <Field label="Workflow">
          <Select
            value={workflowId}
            onChange={choose}
            placeholder={published.length === 0 ? 'None is published yet' : 'Choose…'}
            disabled={published.length === 0}
            options={published.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
        {workflowId === null ? null : (
          <StepChoice
            workflowId={workflowId}
            versionId={published.find((workflow) => workflow.id === workflowId)?.publishedVersionId ?? null}
            value={nodeId}
            onChange={setNodeId}
          />
        )}
        {workflowId !== null && nodeId !== null ? (
          <div aria-live="polite" className="rounded-md border border-line bg-sunken px-3.5 py-3">
            <WhyAnswer question={{ workflowId, contactId, nodeId }} />
          </div>
        ) : null}
      </div>
    </Dialog>
  )
}

interface StepChoiceProps {
  workflowId: string
  versionId: string | null
  value: string | null
  onChange: (nodeId: string) => void
}

/** The steps of the published version; texts first, for they are what is missed. */
function StepChoice({ workflowId, versionId, value, onChange }: StepChoiceProps) {
  const version = useVersion(workflowId, versionId)
  if (!version.data) return version.isError ? null : <Skeleton className="h-9 w-full" />
  const nodes = version.data.graph.nodes.filter((node) => node.type !== 'trigger')
  const sorted = nodes.toSorted((a, b) => Number(b.type === 'send_sms') - Number(a.type === 'send_sms'))
  return (
    <Field label="Text or step">
      <Select
        value={value}
        onChange={onChange}
        options={sorted.map((node) => {
          const { Icon } = lookOf(node.type)
          return { value: node.id, label: titleOf(node), hint: summaryOf(node), icon: <Icon /> }
        })}
      />
    </Field>
  )
}
