import { durationInWords } from '@soniarose/graph'
import { Send } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Input } from '../../ui/input.tsx'
import { useGraphState } from '../editor_context.tsx'
import type { Decision, Play } from './play.ts'
import { sampleReplies } from './sample_replies.ts'

interface AnswerProps {
  asks: NonNullable<Play['asks']>
  onDecide: (decision: Decision) => void
}

/** Lets the tester say what the contact does: a reply, nothing, or STOP. */
export function Answer({ asks, onDecide }: AnswerProps) {
  const node = useGraphState((state) => state.graph.nodes.find((each) => each.id === asks.nodeId))
  const [text, setText] = useState('')
  const timeout = node?.data['timeout']
  const span = typeof timeout === 'string' ? durationInWords(timeout) : ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onDecide({ kind: 'reply', body: text.trim() })
  }
  const samples = [...new Set([...sampleReplies(node), 'STOP'])]
  if (asks.kind === 'event') {
    return (
      <div className="flex flex-wrap gap-2 rounded-lg bg-sunken p-3">
        <Button onClick={() => onDecide({ kind: 'event' })}>The event comes</Button>
        <Button variant="ghost" onClick={() => onDecide({ kind: 'silence' })}>
          It doesn’t come{span ? ` within ${span}` : ''}
        </Button>
      </div>
    )
  }
  return (
    <form
      onSubmit={submit}
      aria-label="Answer as the contact"
      className="flex flex-col gap-2.5 rounded-lg bg-sunken p-3"
    >
      <p className="text-sm font-medium">What does the contact answer?</p>
      <div className="flex flex-wrap gap-1.5">
        {samples.map((sample) => (
          <Button
            key={sample}
            size="sm"
            variant={sample === 'STOP' ? 'danger-quiet' : 'secondary'}
            onClick={() => onDecide({ kind: 'reply', body: sample })}
          >
            {sample}
          </Button>
        ))}
        <Button size="sm" variant="ghost" onClick={() => onDecide({ kind: 'silence' })}>
          Nothing{span ? ` for ${span}` : ''}
        </Button>
      </div>
      <div className="flex gap-1.5">
        <Input
          aria-label="Reply"
          value={text}
          placeholder="Or type a reply"
          onChange={(event) => setText(event.target.value)}
        />
        <IconButton
          type="submit"
          variant="primary"
          label="Send the reply"
          icon={<Send />}
          disabled={text.trim() === ''}
        />
      </div>
    </form>
  )
}
