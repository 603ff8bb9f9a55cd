import { useState, type FormEvent } from 'react'
import { useSetPluginSecret, type Plugin, type PluginSecret } from '../../api/plugins.ts'
import { fieldError, messageOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { toast } from '../../ui/toast.tsx'

interface SecretDialogProps {
  plugin: Plugin
  secret: PluginSecret
  onClose: () => void
}

/** Sets one secret of a plugin, or puts another value in its place. */
export function SecretDialog({ plugin, secret: { name, isSet }, onClose }: SecretDialogProps) {
  const [value, setValue] = useState('')
  const save = useSetPluginSecret(plugin.name)
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const given = value.trim()
    if (!given || save.isPending) return
    save.mutate(
      { name, value: given },
      {
        onSuccess: () => {
          toast.success(isSet ? `${name} is replaced` : `${name} is set`)
          onClose()
        },
      },
    )
  }
  const error = save.isError ? (fieldError(save.error, `secrets.${name}`) ?? messageOf(save.error)) : null
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={isSet ? `Replace ${name}` : `Set ${name}`}
      description={
        isSet
          ? `“${plugin.title}” uses the new value from its next request on.`
          : `“${plugin.title}” asks for it. It goes only into requests to the places that the plugin names.`
      }
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!value.trim()} loading={save.isPending} onClick={() => submit()}>
            {isSet ? 'Replace' : 'Set'}
          </Button>
        </>
      }
    >
      <form onSubmit={submit}>
        <Field label={isSet ? 'New value' : 'Value'} hint="Kept encrypted; nobody sees it again." error={error}>
          <Input
            type="password"
            autoComplete="new-password"
            maxLength={4000}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
