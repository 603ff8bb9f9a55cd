import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { request } from '../../api/client.ts'
import { messageOf } from '../../api/problem.ts'
import type { Workflow } from '../../api/types.ts'
import { useCreateWorkflow } from '../../api/workflows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { useEditor, useUi } from '../editor_context.tsx'
import type { Autosave } from '../store/autosave.ts'
import { exportGraph } from './export_graph.ts'

/** Asks what to do when somebody else has saved the draft meanwhile. Every answer keeps both versions within reach. */
export function StaleDialog() {
  const { autosave } = useEditor()
  return autosave ? <Ask autosave={autosave} /> : null
}

function Ask({ autosave }: { autosave: Autosave }) {
  const { workflowId, store, ui } = useEditor()
  const stale = useStore(autosave.state, (state) => state.status === 'stale')
  const open = useUi((state) => state.dialog === 'stale')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const creating = useCreateWorkflow()
  const navigate = useNavigate()

  // Asked each time that it happens; who puts it off is asked again by the words at the top.
  useEffect(() => {
    if (stale) ui.getState().set({ dialog: 'stale' })
  }, [stale, ui])
  const close = () => {
    setFault(null)
    if (ui.getState().dialog === 'stale') ui.getState().set({ dialog: null })
  }

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    try {
      await work()
    } catch (error) {
      setFault(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  const loadTheirs = async () => {
    const theirs = await request<Workflow>(`/api/workflows/${workflowId}`)
    autosave.rebase(theirs.draft.revision, theirs.draft.graph)
    close()
  }
  const takeTheirs = () =>
    attempt(async () => {
      await loadTheirs()
      toast.info('The other version is on the canvas', { description: 'Undo brings back yours.' })
    })
  const keepCopy = () =>
    attempt(async () => {
      const { graph } = store.getState()
      const name = `${graph.name} (my copy)`
      const copy = await creating.mutateAsync({ name, graph: { ...graph, name } })
      await loadTheirs()
      toast.success(`Yours is kept as “${name}”`, {
        action: { label: 'Open it', onClick: () => void navigate(`/crm/workflows/${copy.id}`) },
      })
    })

  return (
    <Dialog
      open={stale && open}
      onOpenChange={(next) => (next ? undefined : close())}
      title="Somebody else has changed this workflow"
      description="Nothing of theirs was overwritten, and nothing of yours is lost. Saving waits for your choice."
      size="sm"
      footer={
        <>
          <Button disabled={busy} onClick={() => void takeTheirs()}>
            Load theirs
          </Button>
          <Button variant="primary" loading={busy} onClick={() => void keepCopy()}>
            Keep mine as a copy, load theirs
          </Button>
        </>
      }
    >
      <p className="text-base text-ink-soft">
        “Load theirs” can be undone on the canvas. To be quite sure,{' '}
        <button
          type="button"
          className="rounded-xs font-medium text-rose-ink hover:underline"
          onClick={() => exportGraph(store.getState().graph)}
        >
          download yours as a file
        </button>{' '}
        first.
      </p>
      {fault ? (
        <p role="alert" className="mt-3 text-sm text-bad-ink">
          {fault}
        </p>
      ) : null}
    </Dialog>
  )
}
