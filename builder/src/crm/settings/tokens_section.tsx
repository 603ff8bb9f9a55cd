import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { fieldError, messageOf } from '../../api/problem.ts'
import { useCreateToken, useRevokeToken, useTokens } from '../../api/settings.ts'
import type { ApiToken } from '../../api/types.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

/** Tokens for programs that use the API. */
export function TokensSection() {
  const tokens = useTokens()
  const may = useMay('tokens:write')
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken | null>(null)
  return (
    <Card
      title="API tokens"
      description="For programs. A token acts in this workspace only."
      flush
      actions={
        may ? (
          <Button size="sm" icon={<Plus />} onClick={() => setCreating(true)}>
            New token
          </Button>
        ) : null
      }
    >
      <QueryView query={tokens} loading={<SkeletonRows rows={2} className="p-4.5" />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<KeyRound />}
              title="No token yet"
              description={
                may
                  ? 'Make one to create contacts or send events from your own programs.'
                  : 'Tokens for programs appear here.'
              }
              className="py-8"
            />
          ) : (
            <ul className="divide-y divide-line">
              {list.map((token) => (
                <li key={token.id} className="flex items-center gap-3 px-4.5 py-3">
                  <div className="min-w-0 flex-1">
                    <p className="truncate text-base font-medium">{token.name}</p>
                    <p className="flex flex-wrap items-center gap-1.5 text-sm text-ink-faint">
                      {token.lastUsedAt ? (
                        <span>
                          last used <Ago at={token.lastUsedAt} />
                        </span>
                      ) : (
                        'never used'
                      )}
                      {token.scopes.length ? (
                        token.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)
                      ) : (
                        <Badge>all that your role may</Badge>
                      )}
                    </p>
                  </div>
                  {may ? (
                    <Button size="sm" variant="danger-quiet" onClick={() => setRevoking(token)}>
                      Revoke
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <WhoMay scope="tokens:write" className="px-4.5 py-3" />
      <NewToken open={creating} onClose={() => setCreating(false)} />
      <RevokeToken token={revoking} onClose={() => setRevoking(null)} />
    </Card>
  )
}

function NewToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState('')
  const create = useCreateToken()
  const secret = create.data?.token
  const close = () => {
    setName('')
    create.reset()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={secret ? 'Copy the token now' : 'New token'}
      description={secret ? 'It is shown this once. Keep it like a password.' : undefined}
      size="sm"
      footer={
        secret ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!name.trim()}
              loading={create.isPending}
              onClick={() => create.mutate({ name: name.trim() })}
            >
              Make token
            </Button>
          </>
        )
      }
    >
      {secret ? (
        <div className="flex items-center gap-2 rounded-md border border-line-strong bg-sunken py-2 pr-2 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
          <CopyButton text={secret} label="Copy the token" />
        </div>
      ) : (
        <Field
          label="What is it for?"
          error={create.isError ? (fieldError(create.error, 'name') ?? messageOf(create.error)) : null}
        >
          <Input autoFocus placeholder="Website form" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
    </Dialog>
  )
}

function RevokeToken({ token, onClose }: { token: ApiToken | null; onClose: () => void }) {
  const revoke = useRevokeToken()
  return (
    <ConfirmDialog
      open={token !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke ${token?.name ?? 'the token'}?`}
      description="Programs that use it are refused from now on."
      confirmLabel="Revoke"
      danger
      loading={revoke.isPending}
      error={revoke.isError ? messageOf(revoke.error) : null}
      onConfirm={() => {
        if (token) {
          revoke.mutate(token.id, {
            onSuccess: () => {
              toast.success('Token revoked')
              onClose()
            },
          })
        }
      }}
    />
  )
}
