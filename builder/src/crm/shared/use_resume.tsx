import { useState, type ReactNode } from 'react'
import { messageOf } from '../../api/problem.ts'
import { countHeld } from '../../api/thaw.ts'
import { useSetPaused } from '../../api/workflows.ts'
import { toast } from '../../ui/toast.tsx'
import { ThawDialog } from './thaw_dialog.tsx'

interface Resume {
  resume: () => void
  pending: boolean
  /** To be put somewhere on the page. */
  dialog: ReactNode
}

/** Resumes a paused workflow: at once where its pause holds no text, else after asking what is to become of them. */
export function useResume(workflowId: string): Resume {
  const [asking, setAsking] = useState(false)
  const [looking, setLooking] = useState(false)
  const setPaused = useSetPaused()
  const failed = (error: unknown) => toast.error('It couldn’t be resumed', { description: messageOf(error) })
  const resume = async () => {
    setLooking(true)
    try {
      if ((await countHeld({ kind: 'pause', workflowId })) > 0) return setAsking(true)
      setPaused.mutate(
        { id: workflowId, paused: false },
        { onSuccess: () => toast.success('The workflow goes on'), onError: failed },
      )
    } catch (error) {
      failed(error)
    } finally {
      setLooking(false)
    }
  }
  return {
    resume: () => void resume(),
    pending: looking || setPaused.isPending,
    dialog: <ThawDialog lifted={{ kind: 'pause', workflowId }} open={asking} onOpenChange={setAsking} />,
  }
}
