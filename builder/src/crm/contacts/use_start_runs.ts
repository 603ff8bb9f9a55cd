import { useEnroll, type Audience } from '../../api/workflows.ts'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { countReasons } from './enroll_reasons.ts'

/** Starts a workflow and says for how many, and why not for the others. */
export function useStartRuns() {
  const enroll = useEnroll()
  /** @param onDone when it has answered */
  const start = (workflowId: string, audience: Audience, onDone: () => void) =>
    enroll.mutate(
      { workflowId, audience },
      {
        onSuccess: (result) => {
          const skipped = countReasons(result)
          const show = result.enrolled > 0 ? toast.success : toast.info
          show(
            `${plural(result.enrolled, 'contact')} entered`,
            skipped ? { description: `Not entered: ${skipped}` } : {},
          )
          onDone()
        },
      },
    )
  return { start, isPending: enroll.isPending, error: enroll.error, forget: enroll.reset }
}
