import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { useSaveSettings, useSettings } from '../../api/settings.ts'
import { useThawPreview } from '../../api/thaw.ts'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { formatCount } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switch } from '../../ui/switch.tsx'
import { toast } from '../../ui/toast.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { ThawDialog } from '../shared/thaw_dialog.tsx'

/** The brake for all sending: it acts at once, and letting go asks what is to become of what it held. */
export function FreezeCard() {
  const settings = useSettings()
  const save = useSaveSettings()
  const may = useMay('settings:write')
  const [asked, setAsked] = useState<'freeze' | 'thaw' | null>(null)
  const frozen = settings.data?.frozen ?? false
  const freeze = () =>
    save.mutate(
      { frozen: true },
      {
        onSuccess: () => toast.success('All sending stands still'),
        onError: (error) => toast.error('It couldn’t be frozen', { description: messageOf(error) }),
        onSettled: () => setAsked(null),
      },
    )
  return (
    <Card title="Freeze" description="Stops every text of the workspace at once; nobody is lost.">
      <QueryView query={settings} loading={<Skeleton className="h-9 w-full" />}>
        {() => (
          <>
            <Switch
              checked={frozen}
              disabled={!may}
              onChange={(on) => setAsked(on ? 'freeze' : 'thaw')}
              label="All sending stands still"
              hint={frozen ? <HeldNow /> : 'Runs wait on their text and go on when this is off again.'}
            />
            <ConfirmDialog
              open={asked === 'freeze'}
              onOpenChange={(open) => setAsked(open ? 'freeze' : null)}
              title="Freeze all sending?"
              description="From this moment no text leaves, neither from workflows nor from the inbox. When you let go, you choose what becomes of the texts that were held."
              confirmLabel="Freeze"
              danger
              loading={save.isPending}
              onConfirm={freeze}
            />
            <ThawDialog
              lifted={{ kind: 'freeze' }}
              open={asked === 'thaw'}
              onOpenChange={(open) => setAsked(open ? 'thaw' : null)}
            />
          </>
        )}
      </QueryView>
    </Card>
  )
}

function HeldNow() {
  const preview = useThawPreview({ kind: 'freeze' }, [], true)
  const texts = preview.data?.texts ?? 0
  return texts === 0
    ? 'No text is held so far. Turn it off to choose what becomes of those that will be.'
    : `${formatCount(texts)} ${texts === 1 ? 'text is' : 'texts are'} held. Turn it off to choose what becomes of them.`
}
