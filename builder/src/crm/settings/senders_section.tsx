import { Ellipsis, Phone, Plus } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useWorkspace } from '../../api/session.ts'
import { useDeleteSender, useSaveSender, useSenders } from '../../api/settings.ts'
import type { Sender } from '../../api/types.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { formatPhone } from '../shared/contact_text.ts'
import { QueryView } from '../shared/query_view.tsx'
import { SenderDialog } from './sender_dialog.tsx'

const hooks = [
  { label: 'Incoming texts', path: '/api/webhooks/twilio/messages' },
  { label: 'Call status', path: '/api/webhooks/twilio/voice' },
]

/** The numbers that the workspace texts from, and the addresses that Twilio needs. */
export function SendersSection() {
  const senders = useSenders()
  const workspace = useWorkspace()
  const [editing, setEditing] = useState<Sender | 'new' | null>(null)
  const [deleting, setDeleting] = useState<Sender | null>(null)
  return (
    <>
      <Card
        title="Senders"
        description={
          workspace?.mode === 'sandbox'
            ? 'A sandbox texts through the built-in emulator; nothing leaves this machine.'
            : 'The Twilio numbers and services that texts come from.'
        }
        flush
        actions={
          <Button size="sm" icon={<Plus />} onClick={() => setEditing('new')}>
            Add sender
          </Button>
        }
      >
        <QueryView query={senders} loading={<SkeletonRows rows={2} className="p-4.5" />}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState
                icon={<Phone />}
                title="No sender yet"
                description="Without one, no text can go out."
                className="py-8"
              />
            ) : (
              <ul className="divide-y divide-line">
                {list.map((sender) => (
                  <SenderRow
                    key={sender.id}
                    sender={sender}
                    onEdit={() => setEditing(sender)}
                    onDelete={() => setDeleting(sender)}
                  />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Card>
      <Card
        title="Addresses for Twilio"
        description="Put these into each number’s settings in the Twilio console. Delivery reports need none: every text carries its own."
      >
        <dl className="flex flex-col gap-3">
          {hooks.map((hook) => {
            const url = `${window.location.origin}${hook.path}`
            return (
              <div key={hook.path}>
                <dt className="text-sm font-medium">{hook.label}</dt>
                <dd className="mt-1 flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
                  <code className="min-w-0 flex-1 truncate font-mono text-xs">{url}</code>
                  <CopyButton text={url} label="Copy the address" />
                </dd>
              </div>
            )
          })}
        </dl>
      </Card>
      {editing ? <SenderDialog sender={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
      <DeleteSender sender={deleting} onClose={() => setDeleting(null)} />
    </>
  )
}

function SenderRow({ sender, onEdit, onDelete }: { sender: Sender; onEdit: () => void; onDelete: () => void }) {
  const save = useSaveSender()
  const change = (input: { isDefault?: boolean; paused?: boolean }, done: string) =>
    save.mutate(
      { id: sender.id, ...input },
      {
        onSuccess: () => toast.success(done),
        onError: (error) => toast.error('That didn’t work', { description: messageOf(error) }),
      },
    )
  const paused = Boolean(sender.pausedAt)
  return (
    <li className="flex items-center gap-3 px-4.5 py-3">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-rose-soft text-rose-ink">
        <Phone className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-base font-medium">
          <span className="nums">{sender.phone ? formatPhone(sender.phone) : sender.messagingServiceSid}</span>
          {sender.isDefault ? <Badge tone="rose">Default</Badge> : null}
          {paused ? (
            <Badge tone="warn" title={sender.pauseReason ?? undefined}>
              Paused
            </Badge>
          ) : null}
        </p>
        <p className="truncate text-sm text-ink-faint">
          {[
            sender.label,
            sender.kind?.replaceAll('_', ' '),
            sender.provider === 'emulator' ? 'emulator' : sender.accountSid,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {paused && sender.pauseReason ? <p className="text-sm text-warn-ink">{sender.pauseReason}</p> : null}
      </div>
      <Menu
        trigger={
          <IconButton
            size="sm"
            label={`More for ${sender.label ?? 'the sender'}`}
            tooltip={false}
            icon={<Ellipsis />}
          />
        }
        sections={[
          {
            items: [
              { label: 'Edit', onSelect: onEdit },
              {
                label: 'Make it the default',
                disabled: sender.isDefault,
                onSelect: () => change({ isDefault: true }, 'Default sender changed'),
              },
              paused
                ? { label: 'Resume', onSelect: () => change({ paused: false }, 'The sender goes on') }
                : { label: 'Pause', onSelect: () => change({ paused: true }, 'The sender is paused') },
            ],
          },
          { items: [{ label: 'Delete', danger: true, onSelect: onDelete }] },
        ]}
      />
    </li>
  )
}

function DeleteSender({ sender, onClose }: { sender: Sender | null; onClose: () => void }) {
  const remove = useDeleteSender()
  const close = () => {
    remove.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      open={sender !== null}
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Delete ${sender?.label ?? 'the sender'}?`}
      description="Contacts that it texted so far get another sender. What was sent stays in the record."
      confirmLabel="Delete sender"
      danger
      loading={remove.isPending}
      error={remove.isError ? messageOf(remove.error) : null}
      onConfirm={() => {
        if (sender) remove.mutate(sender.id, { onSuccess: close })
      }}
    />
  )
}
