import { messageOf } from '../api/problem.ts'
import { useWhy, type WhyKind } from '../api/why.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'

const LOOKS: Record<WhyKind, { label: string; tone: Tone }> = {
  reached: { label: 'Reached', tone: 'ok' },
  on_the_way: { label: 'On the way', tone: 'info' },
  turned_off: { label: 'Went another way', tone: 'warn' },
  moved: { label: 'Was moved', tone: 'warn' },
  ended_before: { label: 'Ended before', tone: 'warn' },
  no_way: { label: 'No way there', tone: 'neutral' },
  not_kept: { label: 'No longer kept', tone: 'neutral' },
  never_entered: { label: 'Never came in', tone: 'neutral' },
}

interface WhyAnswerProps {
  question: { workflowId: string; contactId: string; nodeId: string; runId?: string | undefined }
  /** Shows a step of the run that decided. */
  onLook?: ((seq: number) => void) | undefined
}

/** Why a contact came to a step, or what kept them away, in words. */
export function WhyAnswer({ question, onLook }: WhyAnswerProps) {
  const why = useWhy(question)
  if (why.isPending) return <SkeletonRows rows={2} />
  if (why.isError) return <p className="text-sm text-bad-ink">{messageOf(why.error)}</p>
  const { answer, sentences, step } = why.data
  const { label, tone } = LOOKS[answer]
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Badge tone={tone}>{label}</Badge>
      {sentences.map((sentence) => (
        <p key={sentence} className="text-base wrap-anywhere text-ink">
          {sentence}
        </p>
      ))}
      {step && onLook ? (
        <Button size="sm" variant="ghost" className="-ml-2.5" onClick={() => onLook(step.seq)}>
          Show that step
        </Button>
      ) : null}
    </div>
  )
}
