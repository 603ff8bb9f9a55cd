import { useState } from 'react'
import { usePluginSecrets, useSetPluginSecret, type Plugin, type PluginSecret } from '../../api/plugins.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { formatMoment, plural } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { WhoMay } from '../shared/who_may.tsx'
import { SecretDialog } from './secret_dialog.tsx'

type Open = { layer: 'set' | 'remove'; secret: PluginSecret }

/** The secrets that a plugin asks for: which are set, and ways to set, replace and remove them. Values are never shown. */
export function PluginSecrets({ plugin }: { plugin: Plugin }) {
  const secrets = usePluginSecrets(plugin.name)
  const may = useMay('plugins:write')
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  if (secrets.isError && !secrets.data)
    return (
      <div role="alert" className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-bad-ink">
        Its secrets didn’t load: {messageOf(secrets.error)}
        <Button size="sm" onClick={() => void secrets.refetch()}>
          Try again
        </Button>
      </div>
    )
  if (!secrets.data) return <Skeleton className="mt-2 h-5 w-40" />
  if (secrets.data.length === 0) return <p className="mt-1 text-sm text-ink-faint">Asks for no secrets.</p>
  const missing = secrets.data.filter((secret) => !secret.isSet).length
  return (
    <div className="mt-3">
      <h4 className="text-sm font-medium">Secrets</h4>
      <p className="text-sm text-ink-faint">
        {missing > 0
          ? `${plural(missing, 'is', 'are')} not set; a request that needs one fails until it is.`
          : 'All are set. Nobody sees them again.'}
      </p>
      <WhoMay scope="plugins:write" />
      <ul aria-label={`Secrets of ${plugin.title}`} className="mt-2 divide-y divide-line rounded-md border border-line">
        {secrets.data.map((secret) => (
          <SecretRow key={secret.name} secret={secret} may={may} onOpen={(layer) => setOpen({ layer, secret })} />
        ))}
      </ul>
      {open?.layer === 'set' ? <SecretDialog plugin={plugin} secret={open.secret} onClose={close} /> : null}
      <RemoveSecret plugin={plugin} secret={open?.layer === 'remove' ? open.secret : null} onClose={close} />
    </div>
  )
}

interface SecretRowProps {
  secret: PluginSecret
  may: boolean
  onOpen: (layer: Open['layer']) => void
}

function SecretRow({ secret: { name, isWanted, isSet, updatedAt }, may, onOpen }: SecretRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2 pr-2 pl-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 font-mono text-sm wrap-anywhere">{name}</code>
          <Badge tone={isSet ? 'ok' : 'warn'}>{isSet ? 'Set' : 'Not set'}</Badge>
        </p>
        {updatedAt ? (
          <p className="text-xs text-ink-faint">
            Since {formatMoment(updatedAt)}
            {isWanted ? null : '. The installed version no longer asks for it; older ones may.'}
          </p>
        ) : null}
      </div>
      {may ? (
        <div className="ml-auto flex shrink-0 items-center gap-1.5">
          <Button size="sm" aria-label={`${isSet ? 'Replace' : 'Set'} ${name}`} onClick={() => onOpen('set')}>
            {isSet ? 'Replace' : 'Set'}
          </Button>
          {isSet ? (
            <Button size="sm" variant="danger-quiet" aria-label={`Remove ${name}`} onClick={() => onOpen('remove')}>
              Remove
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

interface RemoveSecretProps {
  plugin: Plugin
  secret: PluginSecret | null
  onClose: () => void
}

function RemoveSecret({ plugin, secret, onClose }: RemoveSecretProps) {
  const save = useSetPluginSecret(plugin.name)
  const close = () => {
    save.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      open={secret !== null}
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Remove ${secret?.name ?? 'the secret'}?`}
      description={`Requests of “${plugin.title}” that need it fail from now on. It can’t be brought back from here, only set anew.`}
      confirmLabel="Remove"
      danger
      loading={save.isPending}
      error={save.isError ? messageOf(save.error) : null}
      onConfirm={() => {
        if (!secret) return
        save.mutate(
          { name: secret.name, value: null },
          {
            onSuccess: () => {
              toast.success(`${secret.name} is removed`)
              close()
            },
          },
        )
      }}
    />
  )
}
