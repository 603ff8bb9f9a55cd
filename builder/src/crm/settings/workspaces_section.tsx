import { FlaskConical, Radio } from 'lucide-react'
import { useState } from 'react'
import { fieldError, messageOf } from '../../api/problem.ts'
import { enterWorkspace, useCreateWorkspace, useWorkspace, useWorkspaces } from '../../api/session.ts'
import type { WorkspaceMode } from '../../api/types.ts'
import { ModeChip } from '../../app/workspace_switcher.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { QueryView } from '../shared/query_view.tsx'

const modes = [
  {
    value: 'sandbox',
    title: 'Sandbox',
    icon: FlaskConical,
    text: 'Nothing leaves this machine. The clock can be moved, and you play the contacts on the dev phone.',
  },
  {
    value: 'live',
    title: 'Live',
    icon: Radio,
    text: 'Texts reach real people through your Twilio account, at the carrier’s price.',
  },
] as const

/** The workspaces of the member, and a form for a new one. */
export function WorkspacesSection() {
  const workspaces = useWorkspaces()
  const current = useWorkspace()
  return (
    <>
      <Card title="Your workspaces" flush>
        <QueryView query={workspaces} loading={<SkeletonRows rows={2} className="p-4.5" />}>
          {(list) => (
            <ul className="divide-y divide-line">
              {list.map((workspace) => (
                <li key={workspace.id} className="flex items-center gap-3 px-4.5 py-3">
                  <span className="min-w-0 flex-1 truncate text-base font-medium">{workspace.name}</span>
                  <ModeChip mode={workspace.mode} />
                  {workspace.id === current?.id ? (
                    <span className="w-16 text-center text-sm text-ink-faint">here</span>
                  ) : (
                    <Button size="sm" className="w-16" onClick={() => void enterWorkspace(workspace.id)}>
                      Enter
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      </Card>
      <NewWorkspace />
    </>
  )
}

function NewWorkspace() {
  const [name, setName] = useState('')
  const [mode, setMode] = useState<WorkspaceMode>('sandbox')
  const create = useCreateWorkspace()
  const submit = () =>
    create.mutate(
      { name: name.trim(), mode },
      {
        onSuccess: (workspace) => {
          toast.success(`${workspace.name} was made`)
          setName('')
          void enterWorkspace(workspace.id)
        },
      },
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) submit()
      }}
    >
      <Card
        title="New workspace"
        description="Contacts, workflows and settings of their own. You become its owner."
        footer={
          <>
            <span />
            <Button type="submit" variant="primary" disabled={!name.trim()} loading={create.isPending}>
              Make workspace
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Field
            label="Name"
            error={create.isError ? (fieldError(create.error, 'name') ?? messageOf(create.error)) : null}
          >
            <Input value={name} placeholder="Rose & Co" onChange={(event) => setName(event.target.value)} />
          </Field>
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="sr-only">Sandbox or live</legend>
            {modes.map((item) => (
              <label
                key={item.value}
                className={cn(
                  'flex cursor-pointer flex-col gap-1 rounded-lg border p-4 calm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-rose',
                  mode === item.value ? 'border-rose bg-rose-soft/60' : 'border-line-strong hover:border-control',
                )}
              >
                <input
                  type="radio"
                  name="mode"
                  checked={mode === item.value}
                  onChange={() => setMode(item.value)}
                  className="sr-only"
                />
                <item.icon
                  aria-hidden
                  className={item.value === 'sandbox' ? 'mb-1 size-5 text-warn-ink' : 'mb-1 size-5 text-ok-ink'}
                />
                <span className="text-base font-semibold">{item.title}</span>
                <span className="text-sm text-ink-soft">{item.text}</span>
              </label>
            ))}
          </fieldset>
        </div>
      </Card>
    </form>
  )
}
