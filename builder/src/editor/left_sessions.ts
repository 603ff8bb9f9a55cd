import { toast } from '../ui/toast.tsx'
import type { Editor } from './editor_context.tsx'
import type { Autosave, SaveState } from './store/autosave.ts'

/** An open workflow whose draft is saved by itself. */
export type Session = Editor & { autosave: Autosave }

/** Every workflow whose page is shown, and those that were left before all of it was saved. */
const sessions = new Map<string, Session>()
const shown = new Set<Session>()

const isSaved = ({ autosave }: Session) => autosave.state.getState().status === 'saved'

/** What was left unsaved of a workflow, with its history; going back to it must not lose it. */
export function leftSession(workflowId: string): Session | undefined {
  const session = sessions.get(workflowId)
  return session && !isSaved(session) ? session : undefined
}

function warn(event: BeforeUnloadEvent): void {
  if ([...sessions.values()].some((session) => !isSaved(session))) event.preventDefault()
}

/** Keeps a session within reach, and the tab from being closed over what isn't saved. */
export function enterSession(session: Session): void {
  if (sessions.size === 0) window.addEventListener('beforeunload', warn)
  sessions.set(session.workflowId, session)
  shown.add(session)
  // Whoever comes back to it, or has signed in again, needn't wait for the next try.
  if (session.autosave.state.getState().status === 'failed') void session.autosave.saveNow()
}

function forget(session: Session): void {
  if (shown.has(session) || sessions.get(session.workflowId) !== session) return
  sessions.delete(session.workflowId)
  if (sessions.size === 0) window.removeEventListener('beforeunload', warn)
}

function sayWhy({ status, message }: SaveState): string {
  if (status === 'stale') return 'Somebody else has changed it too. Your edits wait in this tab for your choice.'
  if (status === 'refused') return message ?? 'The server refused it. Your edits are kept in this tab.'
  return 'Your edits are kept in this tab and saved as soon as the server answers.'
}

/**
 * Saves what is left to save when the page of a workflow is left. What can't be saved yet stays, is tried again, and
 * is told.
 * @param back goes back to the workflow
 */
export async function leaveSession(session: Session, back: () => void): Promise<void> {
  const { autosave, store } = session
  shown.delete(session)
  await autosave.saveNow()
  if (shown.has(session)) return
  if (isSaved(session)) {
    forget(session)
    return
  }
  const { name } = store.getState().graph
  toast.error(`“${name}” isn’t saved yet`, {
    description: sayWhy(autosave.state.getState()),
    action: { label: 'Back to it', onClick: back },
  })
  const stop = autosave.state.subscribe(({ status }) => {
    if (shown.has(session)) stop()
    if (status !== 'saved' || shown.has(session)) return
    stop()
    forget(session)
    toast.success(`“${name}” is saved now`)
  })
}
