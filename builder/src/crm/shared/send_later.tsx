import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Input } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { toLocalInput } from './local_input.ts'

const HOUR = 3_600_000

/** Chooses a moment, in the workspace's clock, at which a text is to go out. */
export function SendLater({ disabled, onSend }: { disabled: boolean; onSend: (at: string) => void }) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const now = useWorkspaceNow()
  const value = typed || toLocalInput(new Date(now + HOUR))
  const ahead = Date.parse(value) > now
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      side="top"
      align="end"
      title="Send later"
      trigger={
        <IconButton
          size="sm"
          label="Send later"
          tooltip={false}
          title="Send later"
          icon={<CalendarClock />}
          disabled={disabled}
        />
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!ahead || disabled) return
          onSend(new Date(value).toISOString())
          setOpen(false)
          setTyped('')
        }}
      >
        <Field
          label="When"
          hint="In your time zone; quiet hours still hold."
          error={ahead ? null : 'This moment has passed.'}
        >
          <Input
            type="datetime-local"
            value={value}
            min={toLocalInput(new Date(now))}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" size="sm" disabled={!ahead || disabled}>
          Schedule it
        </Button>
      </form>
    </Popover>
  )
}
