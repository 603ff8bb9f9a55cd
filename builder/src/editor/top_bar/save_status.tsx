import { Check, CloudOff, CloudUpload, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useEditor } from '../editor_context.tsx'
import type { Autosave, SaveState } from '../store/autosave.ts'

/** How long ago, in a word or two; seconds only in steps so that the text doesn't flicker. */
function ago(ms: number): string {
  if (ms < 10_000) return 'just now'
  if (ms < 60_000) return `${Math.floor(ms / 10_000) * 10} s ago`
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`
}

/** Whether the draft is saved, and when; says it when it can't be. */
export function SaveStatus() {
  const { autosave } = useEditor()
  return autosave ? <Status autosave={autosave} /> : null
}

function Status({ autosave }: { autosave: Autosave }) {
  const { ui } = useEditor()
  const state = useStore(autosave.state)
  const now = useNow(state.savedAt !== null && state.status === 'saved')
  return (
    <span
      role="status"
      aria-live="off"
      className="flex items-center gap-1.5 text-sm whitespace-nowrap text-ink-faint [&_svg]:size-4"
    >
      <Words state={state} now={now} />
      {state.status === 'failed' ? (
        <Button size="sm" variant="ghost" onClick={() => void autosave.saveNow()}>
          Try now
        </Button>
      ) : null}
      {state.status === 'stale' ? (
        <Button size="sm" variant="ghost" onClick={() => ui.getState().set({ dialog: 'stale' })}>
          Choose
        </Button>
      ) : null}
    </span>
  )
}

function Words({ state, now }: { state: SaveState; now: number }) {
  switch (state.status) {
    case 'saving':
      return (
        <>
          <Spinner /> <span className="max-xl:sr-only">Saving…</span>
        </>
      )
    case 'dirty':
      return (
        <>
          <CloudUpload aria-hidden /> <span className="max-xl:sr-only">Not saved yet</span>
        </>
      )
    case 'failed':
      return (
        <span className="flex items-center gap-1.5 text-warn-ink" title={state.message ?? undefined}>
          <CloudOff aria-hidden /> Can’t save; kept here
        </span>
      )
    case 'refused':
      return (
        <span className="flex items-center gap-1.5 text-bad-ink" title={state.message ?? undefined}>
          <TriangleAlert aria-hidden /> Not saved
        </span>
      )
    case 'stale':
      return (
        <span className="flex items-center gap-1.5 text-bad-ink">
          <TriangleAlert aria-hidden /> Changed elsewhere
        </span>
      )
    case 'saved':
      return (
        <>
          <Check aria-hidden />{' '}
          <span className="max-xl:sr-only">
            {state.savedAt === null ? 'Saved' : `Saved ${ago(now - state.savedAt)}`}
          </span>
        </>
      )
  }
}

function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}
