import { useNavigate, useSearchParams } from 'react-router'
import { withQuery } from '../../api/client.ts'
import { hasCode, messageOf } from '../../api/problem.ts'
import { useSegment, type Segment } from '../../api/segments.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/empty_state.tsx'
import { toast } from '../../ui/toast.tsx'
import { SegmentDialog } from './segment_dialog.tsx'
import { startFrom } from './start_from.ts'

interface OpenSegmentProps {
  /** From the address: a segment's id, `new`, or nothing. */
  id: string | undefined
  segments: readonly Segment[] | undefined
}

/** The window of the segment that the address names, so that one can be sent to somebody and survives a reload. */
export function OpenSegment({ id, segments }: OpenSegmentProps) {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const may = useMay('segments:write')
  const isNew = id === 'new'
  const from = params.get('from')
  // The one looked at, or the one that a new one is copied from.
  const wanted = isNew ? (from ?? undefined) : id
  const listed = segments?.find((segment) => segment.id === wanted)
  const asked = useSegment(listed ? undefined : wanted)
  const segment = listed ?? asked.data
  const close = () => void navigate(withQuery('/crm/segments', { search: params.get('search') }))
  if (id === undefined || (isNew && !may)) return null
  if (wanted !== undefined && segment === undefined)
    return asked.isError ? <Missing error={asked.error} onClose={close} onRetry={() => void asked.refetch()} /> : null
  const saved = ({ name }: Segment) => {
    toast.success(isNew ? `${name} was made` : `${name} was saved`)
    close()
  }
  return (
    <SegmentDialog
      segment={isNew ? null : (segment ?? null)}
      start={isNew ? startFrom(params, segment) : undefined}
      onClose={close}
      onSaved={saved}
    />
  )
}

function Missing({ error, onClose, onRetry }: { error: unknown; onClose: () => void; onRetry: () => void }) {
  const gone = hasCode(error, 'E_NOT_FOUND')
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={gone ? 'This segment isn’t here' : 'This segment'}
      description={gone ? 'It was deleted, or it belongs to another workspace.' : undefined}
      size="sm"
      footer={<Button onClick={onClose}>All segments</Button>}
    >
      {gone ? null : <ErrorState className="py-6" message={messageOf(error)} onRetry={onRetry} />}
    </Dialog>
  )
}
