import { Eye, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { Workflow } from '../../api/types.ts'
import { messageOf } from '../../api/problem.ts'
import { queryClient } from '../../api/query_client.ts'
import { request } from '../../api/client.ts'
import type { Graph } from '@soniarose/graph'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { formatMoment } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useUi } from '../editor_context.tsx'
import { replaceGraph } from '../store/gestures_of_graph.ts'
import { useVersions, type VersionSummary } from '../use_draft.ts'

interface VersionsDialogProps {
  workflow: Workflow
  commands: Commands
  /** Shows a version instead of the draft. */
  onView: (versionId: string) => void
}

/** The published versions: look at one, or take it as the draft. */
export function VersionsDialog({ workflow, commands, onView }: VersionsDialogProps) {
  const { ui, store } = useEditor()
  const open = useUi((state) => state.dialog === 'versions')
  const versions = useVersions(workflow.id, open)
  const [loading, setLoading] = useState<string | null>(null)
  const close = () => ui.getState().set({ dialog: null })

  const restore = async (version: VersionSummary) => {
    setLoading(version.id)
    try {
      const { graph } = await queryClient.fetchQuery({
        queryKey: ['workflow-versions', workflow.id, version.id],
        queryFn: () => request<{ graph: Graph }>(`/api/workflows/${workflow.id}/versions/${version.id}`),
      })
      close()
      commands.run(replaceGraph(store.getState().graph, graph, `Take version ${version.number} as the draft`))
      toast.success(`Version ${version.number} is the draft now`, {
        description: 'Undo brings back what was there.',
        action: { label: 'Undo', onClick: commands.undo },
      })
    } catch (error) {
      toast.error('The version couldn’t be loaded', { description: messageOf(error) })
    } finally {
      setLoading(null)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title="Versions"
      description="Each publishing makes one. They are kept for ever and never change."
    >
      {versions.isPending ? <SkeletonRows rows={3} /> : null}
      {versions.isError ? (
        <ErrorState message={messageOf(versions.error)} onRetry={() => void versions.refetch()} />
      ) : null}
      {versions.data?.length === 0 ? (
        <EmptyState title="Not published yet" description="The first publishing makes version 1." />
      ) : null}
      <ul className="flex flex-col">
        {versions.data?.map((version) => (
          <li key={version.id} className="flex flex-wrap items-center gap-3 border-b border-line py-2.5 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 font-medium">
                Version {version.number}
                {version.id === workflow.publishedVersionId ? <Badge tone="ok">In use</Badge> : null}
              </p>
              <p className="text-sm text-ink-faint">
                <time dateTime={version.publishedAt}>{formatMoment(version.publishedAt)}</time> ·{' '}
                <code className="font-mono">{version.contentHash.slice(0, 8)}</code>
              </p>
            </div>
            <Button
              size="sm"
              icon={<Eye />}
              onClick={() => {
                close()
                onView(version.id)
              }}
            >
              View
            </Button>
            <Button
              size="sm"
              icon={<RotateCcw />}
              loading={loading === version.id}
              onClick={() => void restore(version)}
            >
              Use as draft
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
