import type { Graph } from '@soniarose/graph'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { messageOf } from '../api/problem.ts'
import type { Workflow } from '../api/types.ts'
import { keepDraft, renameWorkflow } from '../api/workflows.ts'
import { workspaceId } from '../api/workspace_choice.ts'
import { toast } from '../ui/toast.tsx'
import { enterSession, leaveSession, leftSession, type Session } from './left_sessions.ts'
import { DraftSaver, type SaveOutcome, type SendDraft } from './store/autosave.ts'
import { createEditorStore } from './store/editor_store.ts'
import { createInsights } from './store/insights_store.ts'
import { keepHistory, keptHistory } from './store/kept_history.ts'
import { createEditorUi } from './store/ui_store.ts'
import { sendDraft } from './use_draft.ts'

const ELSEWHERE: SaveOutcome = { kind: 'failed', message: 'It belongs to another workspace than the one looked at.' }

/**
 * Saves a draft into the workspace that it was opened in. When its name was changed, the workflow is called so
 * everywhere else too.
 */
function saver(id: string, opened: Graph): SendDraft {
  const workspace = workspaceId()
  let { name } = opened
  return async (graph, baseRevision) => {
    if (workspaceId() !== workspace) return ELSEWHERE
    const outcome = await sendDraft(id, graph, baseRevision)
    if (outcome.kind !== 'saved') return outcome
    keepDraft(id, { graph, revision: outcome.revision })
    if (graph.name !== name) {
      try {
        await renameWorkflow(id, graph.name)
        name = graph.name
      } catch (error) {
        // The draft is saved; the next save tries the name again.
        toast.error('The list still shows the former name', { description: messageOf(error) })
      }
    }
    return outcome
  }
}

function open(workflow: Workflow, graph: Graph): Session {
  const { id, draft } = workflow
  const store = createEditorStore({ graph, history: keptHistory(id, draft.revision) })
  const autosave = new DraftSaver(store, { revision: draft.revision, send: saver(id, graph) })
  keepHistory(id, store, autosave)
  return { workflowId: id, store, ui: createEditorUi(), insights: createInsights(), autosave }
}

/**
 * The stores of one open workflow, made once for as long as the page shows it, and longer while something of it isn't
 * saved. What the server says later only matters when somebody else has saved and nothing was changed here: then
 * theirs is shown.
 */
export function useEditorSession(workflow: Workflow, graph: Graph): Session {
  const [editor] = useState(() => leftSession(workflow.id) ?? open(workflow, graph))
  const { autosave } = editor
  const navigate = useNavigate()
  useEffect(() => {
    enterSession(editor)
    return () => void leaveSession(editor, () => void navigate(`/crm/workflows/${editor.workflowId}`))
  }, [editor, navigate])
  useEffect(() => {
    const { status, revision } = autosave.state.getState()
    if (workflow.draft.revision > revision && status === 'saved') autosave.rebase(workflow.draft.revision, graph)
  }, [autosave, graph, workflow.draft.revision])
  return editor
}
