import { RadioTower } from 'lucide-react'
import { useState } from 'react'
import { useSetPhoneScript, type PhoneScript } from '../../api/clock.ts'
import { messageOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Input } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { errorCodes, scripts, scriptText } from './delivery_scripts.ts'

interface DeliveryMenuProps {
  phone: string
  /** What is set now. */
  script: PhoneScript | undefined
  className?: string
}

/** Chooses how texts to one phone fare from now on. */
export function DeliveryMenu({ phone, script, className }: DeliveryMenuProps) {
  const [open, setOpen] = useState(false)
  const active = script !== undefined && script.name !== 'delivered'
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title="Texts to this phone"
      className="w-76"
      trigger={
        <IconButton
          size="sm"
          label="How texts arrive at this phone"
          tooltip={false}
          title="How texts arrive at this phone"
          icon={<RadioTower />}
          className={cn(active && 'bg-warn-soft text-warn-ink', className)}
        />
      }
    >
      <ScriptForm phone={phone} script={script} onDone={() => setOpen(false)} />
    </Popover>
  )
}

function ScriptForm({ phone, script, onDone }: DeliveryMenuProps & { onDone: () => void }) {
  const [name, setName] = useState(script?.name ?? 'delivered')
  const [code, setCode] = useState(String(script?.errorCode ?? 30003))
  const [seconds, setSeconds] = useState(String(script?.delaySeconds ?? 30))
  const [once, setOnce] = useState(script?.once ?? false)
  const save = useSetPhoneScript()
  const asks = scriptText(name)?.asks
  const submit = () =>
    save.mutate(
      {
        phone,
        name,
        ...(asks === 'code' ? { errorCode: Number(code) } : {}),
        ...(asks === 'seconds' ? { delaySeconds: Math.max(1, Math.round(Number(seconds)) || 30) } : {}),
        ...(once && name !== 'delivered' ? { once } : {}),
      },
      { onSuccess: onDone },
    )
  return (
    <form
      className="flex flex-col gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label="They" hint={scriptText(name)?.hint}>
        <Select value={name} onChange={setName} options={scripts} />
      </Field>
      {asks === 'code' ? (
        <Field label="Code">
          <Select value={code} onChange={setCode} options={errorCodes} />
        </Field>
      ) : null}
      {asks === 'seconds' ? (
        <Field label="Seconds later" hint="Real ones, not the sandbox clock’s.">
          <Input
            type="number"
            min={1}
            max={86_400}
            value={seconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </Field>
      ) : null}
      {name === 'delivered' ? null : (
        <Switch checked={once} onChange={setOnce} label="Only the next text" hint="Those after it arrive again." />
      )}
      {save.isError ? (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(save.error)}
        </p>
      ) : null}
      <Button type="submit" variant="primary" size="sm" loading={save.isPending}>
        Set it
      </Button>
    </form>
  )
}
