import { FilePlus2, Sparkles, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { fieldError, messageOf } from '../../api/problem.ts'
import { useCreateWorkflow } from '../../api/workflows.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { templateGraph, templates, type TemplateId } from './templates.ts'

const icons: Record<TemplateId, LucideIcon> = { five_days: Sparkles, blank: FilePlus2 }

/** Starts a workflow from a template or from nothing. */
export function NewWorkflowDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [template, setTemplate] = useState<TemplateId>('five_days')
  const [name, setName] = useState('')
  const create = useCreateWorkflow()
  const navigate = useNavigate()
  const chosen = templates.find((item) => item.id === template)
  const submit = async () => {
    const title = name.trim() || chosen?.suggestedName || 'New workflow'
    const graph = await templateGraph(template, title)
    create.mutate({ name: title, graph }, { onSuccess: (workflow) => void navigate(`/crm/workflows/${workflow.id}`) })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title="New workflow"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={create.isPending} onClick={() => void submit()}>
            Create
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <fieldset>
          <legend className="mb-2 text-sm font-medium">Start from</legend>
          <div className="grid gap-3 sm:grid-cols-2">
            {templates.map((item) => {
              const Icon = icons[item.id]
              const active = item.id === template
              return (
                <label
                  key={item.id}
                  className={cn(
                    'flex cursor-pointer flex-col rounded-lg border p-4 calm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-rose',
                    active ? 'border-rose bg-rose-soft/60' : 'border-line-strong bg-raised hover:border-control',
                  )}
                >
                  <input
                    type="radio"
                    name="template"
                    value={item.id}
                    checked={active}
                    onChange={() => setTemplate(item.id)}
                    className="sr-only"
                  />
                  <Icon aria-hidden className={cn('size-6', active ? 'text-rose-ink' : 'text-ink-faint')} />
                  <span className="mt-3 text-base font-semibold">{item.title}</span>
                  <span className="mt-1 text-sm text-ink-soft">{item.description}</span>
                </label>
              )
            })}
          </div>
        </fieldset>
        <Field
          label="Name"
          error={create.isError ? (fieldError(create.error, 'name') ?? messageOf(create.error)) : null}
        >
          <Input value={name} placeholder={chosen?.suggestedName} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
