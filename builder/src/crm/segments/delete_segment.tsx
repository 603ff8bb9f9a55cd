import { ApiProblem, hasCode, messageOf } from '../../api/problem.ts'
import { useDeleteSegment, type Segment, type SegmentUse } from '../../api/segments.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { UsedBy } from './used_by.tsx'

const isUse = (value: unknown): value is SegmentUse => typeof value === 'object' && value !== null && 'on' in value

/** The workflows that the server refused for, when that was why. */
function refusedFor(error: unknown): SegmentUse[] {
  if (!hasCode(error, 'E_SEGMENT_IN_USE') || !(error instanceof ApiProblem)) return []
  const { workflows } = error.body
  return Array.isArray(workflows) ? workflows.filter(isUse) : []
}

interface DeleteSegmentProps {
  segment: Segment | null
  onClose: () => void
}

/** Asks before a segment goes; says which workflows keep it where some do. */
export function DeleteSegment({ segment, onClose }: DeleteSegmentProps) {
  const remove = useDeleteSegment()
  const close = () => {
    remove.reset()
    onClose()
  }
  const refused = refusedFor(remove.error)
  const uses = refused.length > 0 ? refused : (segment?.workflows ?? [])
  if (segment !== null && uses.length > 0) return <InUse name={segment.name} uses={uses} onClose={close} />
  const submit = () => {
    if (segment === null) return
    remove.mutate(segment.id, {
      onSuccess: () => {
        toast.success(`${segment.name} was deleted`)
        close()
      },
    })
  }
  return (
    <ConfirmDialog
      open={segment !== null}
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Delete ${segment?.name ?? 'the segment'}?`}
      description="Only its rules go. The contacts stay as they are."
      confirmLabel="Delete segment"
      danger
      loading={remove.isPending}
      error={remove.isError ? messageOf(remove.error) : null}
      onConfirm={submit}
    />
  )
}

function InUse({ name, uses, onClose }: { name: string; uses: readonly SegmentUse[]; onClose: () => void }) {
  const which = uses.length === 1 ? 'A workflow starts' : `${plural(uses.length, 'workflow')} start`
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${name} can’t be deleted yet`}
      description={`${which} by this segment. Choose another trigger there and publish; then it can go.`}
      size="sm"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <UsedBy workflows={uses} />
    </Dialog>
  )
}
