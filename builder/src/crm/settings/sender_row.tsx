import { CirclePause, CirclePlay, Ellipsis, MessagesSquare, Phone, PlugZap } from 'lucide-react'
import { messageOf } from '../../api/problem.ts'
import { useSaveSender, type SenderInput } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { formatPhone } from '../shared/contact_text.ts'
import { SenderQueueView } from './sender_queue.tsx'
import { useMay } from '../../api/session.ts'

export type SenderLayer = 'edit' | 'credentials' | 'test' | 'delete'

const kinds: Record<string, string> = {
  long_code: 'long code',
  toll_free: 'toll-free',
  short_code: 'short code',
  messaging_service: 'Messaging Service',
}

/** A sender's name for people, where it may have none of its own. */
export function senderName(sender: Sender): string {
  return sender.label || (sender.phone ? formatPhone(sender.phone) : (sender.messagingServiceSid ?? 'the sender'))
}

/** One sender: what it is, what waits there, and what can be done with it. */
export function SenderRow({ sender, onOpen }: { sender: Sender; onOpen: (layer: SenderLayer) => void }) {
  const save = useSaveSender()
  const change = (input: SenderInput, done: string) =>
    save.mutate(
      { id: sender.id, ...input },
      {
        onSuccess: () => toast.success(done),
        onError: (error) => toast.error('That didn’t work', { description: messageOf(error) }),
      },
    )
  const may = useMay('senders:write')
  const paused = Boolean(sender.pausedAt)
  const resume = () => change({ paused: false }, 'The sender goes on')
  const Icon = sender.phone ? Phone : MessagesSquare
  return (
    <li aria-label={senderName(sender)} className="flex items-start gap-3 px-4.5 py-3.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-rose-soft text-rose-ink max-sm:hidden">
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-base font-medium">
          <span className="nums truncate">{sender.phone ? formatPhone(sender.phone) : sender.messagingServiceSid}</span>
          {sender.isDefault ? <Badge tone="rose">Default</Badge> : null}
          {sender.pooled && !sender.isDefault ? <Badge tone="plum">In the pool</Badge> : null}
          {paused ? <Badge tone="warn">Paused</Badge> : null}
        </p>
        <p className="text-sm wrap-anywhere text-ink-faint">{about(sender)}</p>
        {paused && sender.pauseReason ? <p className="text-sm text-warn-ink">{sender.pauseReason}</p> : null}
        <SenderQueueView sender={sender} />
      </div>
      {may ? (
        <div className="flex shrink-0 items-center gap-1.5">
          {paused ? (
            <Button size="sm" variant="soft" icon={<CirclePlay />} loading={save.isPending} onClick={resume}>
              Resume
            </Button>
          ) : (
            <Button size="sm" icon={<PlugZap />} className="max-sm:hidden" onClick={() => onOpen('test')}>
              Test
            </Button>
          )}
          <Menu
            trigger={
              <IconButton size="sm" label={`More for ${senderName(sender)}`} tooltip={false} icon={<Ellipsis />} />
            }
            sections={[
              {
                items: [
                  { label: 'Edit', onSelect: () => onOpen('edit') },
                  { label: 'Test', onSelect: () => onOpen('test') },
                  { label: 'Replace the credentials', onSelect: () => onOpen('credentials') },
                ],
              },
              {
                items: [
                  {
                    label: 'Make it the default',
                    disabled: sender.isDefault,
                    onSelect: () => change({ isDefault: true }, 'Default sender changed'),
                  },
                  sender.pooled
                    ? { label: 'Take out of the pool', onSelect: () => change({ pooled: false }, 'Out of the pool') }
                    : { label: 'Put into the pool', onSelect: () => change({ pooled: true }, 'In the pool') },
                  paused
                    ? { label: 'Resume', icon: <CirclePlay />, onSelect: resume }
                    : {
                        label: 'Pause',
                        icon: <CirclePause />,
                        onSelect: () => change({ paused: true }, 'Paused; its texts wait'),
                      },
                ],
              },
              { items: [{ label: 'Delete', danger: true, onSelect: () => onOpen('delete') }] },
            ]}
          />
        </div>
      ) : null}
    </li>
  )
}

function about(sender: Sender): string {
  return [
    sender.label,
    kinds[sender.kind ?? ''] ?? sender.kind,
    sender.phone ? sender.messagingServiceSid : null,
    sender.provider === 'emulator' ? 'emulator' : sender.accountSid,
  ]
    .filter(Boolean)
    .join(' · ')
}
