import { Phone, Plus } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useMay, useWorkspace } from '../../api/session.ts'
import { useDeleteSender, useSenders } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { CredentialsDialog } from './credentials_dialog.tsx'
import { SenderDialog } from './sender_dialog.tsx'
import { SenderRow, senderName, type SenderLayer } from './sender_row.tsx'
import { TestDialog } from './test_dialog.tsx'
import { WhoMay } from '../shared/who_may.tsx'

const hooks = [
  { label: 'Incoming texts', path: '/api/webhooks/twilio/messages' },
  { label: 'Call status', path: '/api/webhooks/twilio/voice' },
]

/** The numbers that the workspace texts from, and the addresses that Twilio needs. */
export function SendersSection() {
  const senders = useSenders()
  const workspace = useWorkspace()
  const may = useMay('senders:write')
  const [open, setOpen] = useState<{ layer: SenderLayer; sender: Sender | null } | null>(null)
  const close = () => setOpen(null)
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
          may ? (
            <Button size="sm" icon={<Plus />} onClick={() => setOpen({ layer: 'edit', sender: null })}>
              Add sender
            </Button>
          ) : null
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
                  <SenderRow key={sender.id} sender={sender} onOpen={(layer) => setOpen({ layer, sender })} />
                ))}
              </ul>
            )
          }
        </QueryView>
        <WhoMay scope="senders:write" className="px-4.5 py-3" />
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
      {open?.layer === 'edit' ? <SenderDialog sender={open.sender} onClose={close} /> : null}
      {open?.layer === 'credentials' && open.sender ? <CredentialsDialog sender={open.sender} onClose={close} /> : null}
      {open?.layer === 'test' && open.sender ? <TestDialog sender={open.sender} onClose={close} /> : null}
      <DeleteSender sender={open?.layer === 'delete' ? open.sender : null} onClose={close} />
    </>
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
      title={`Delete ${sender ? senderName(sender) : 'the sender'}?`}
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
