import type { Graph } from '@soniarose/graph'
import { useEffect, useState } from 'react'
import type { Workflow } from '../api/types.ts'
import type { Editor } from './editor_context.tsx'
import { DraftSaver, type Autosave } from './store/autosave.ts'
import { createEditorStore } from './store/editor_store.ts'
import { createInsights } from './store/insights_store.ts'
import { keepHistory, keptHistory } from './store/kept_history.ts'
import { createEditorUi } from './store/ui_store.ts'
import { sendDraft } from './use_draft.ts'

type Session = Editor & { autosave: Autosave }

function open(workflow: Workflow, graph: Graph): Session {
  const { id, draft } = workflow
  const store = createEditorStore({ graph, history: keptHistory(id, draft.revision) })
  const autosave = new DraftSaver(store, { revision: draft.revision, send: (next, base) => sendDraft(id, next, base) })
  return { workflowId: id, store, ui: createEditorUi(), insights: createInsights(), autosave }
}

/**
 * The stores of one open workflow, made once for as long as the page shows it. What the server says later only
 * matters when somebody else has saved and nothing was changed here: then theirs is shown.
 */
export function useEditorSession(workflow: Workflow, graph: Graph): Session {
  const [editor] = useState(() => open(workflow, graph))
  const { autosave, store } = editor
  useEffect(() => keepHistory(workflow.id, store, autosave), [workflow.id, store, autosave])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (autosave.state.getState().status !== 'saved') event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      void autosave.saveNow()
    }
  }, [autosave])
  useEffect(() => {
    const { status, revision } = autosave.state.getState()
    if (workflow.draft.revision > revision && status === 'saved') autosave.rebase(workflow.draft.revision, graph)
  }, [autosave, graph, workflow.draft.revision])
  return editor
}
