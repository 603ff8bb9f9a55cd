import { Ellipsis, Phone, PhoneMissed, PhoneOff, X } from 'lucide-react'
import { usePlaceCall, type CallOutcome } from '../../api/clock.ts'
import { messageOf } from '../../api/problem.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'

interface PhoneMenuProps {
  phone: string
  name: string
  onRemove: () => void
  className?: string
}

/** What else a phone can do: call the workspace, and be put away. */
export function PhoneMenu({ phone, name, onRemove, className }: PhoneMenuProps) {
  const place = usePlaceCall()
  const call = (outcome: CallOutcome, durationSeconds?: number) =>
    place.mutate(
      { from: phone, outcome, ...(durationSeconds === undefined ? {} : { durationSeconds }) },
      {
        onSuccess: () => toast.success(`${name} called`, { description: 'The call is in the call history.' }),
        onError: (error) => toast.error('The call didn’t get through', { description: messageOf(error) }),
      },
    )
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={`More for the phone of ${name}`}
          tooltip={false}
          icon={<Ellipsis />}
          className={className}
        />
      }
      sections={[
        {
          title: 'Call the workspace',
          items: [
            { label: 'Answered', icon: <Phone />, onSelect: () => call('completed', 42) },
            { label: 'Nobody answers', icon: <PhoneMissed />, onSelect: () => call('no-answer') },
            { label: 'Busy', icon: <PhoneOff />, onSelect: () => call('busy') },
          ],
        },
        { items: [{ label: 'Put this phone away', icon: <X />, onSelect: onRemove }] },
      ]}
    />
  )
}
