import {
  Download,
  Ellipsis,
  FileUp,
  History,
  ListChecks,
  ListTree,
  Pause,
  Play,
  Redo2,
  Rocket,
  Settings2,
  Undo2,
  Waypoints,
} from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Workflow } from '../../api/types.ts'
import { messageOf } from '../../api/problem.ts'
import { useSetPaused } from '../../api/workflows.ts'
import { useResume } from '../../crm/shared/use_resume.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useUi } from '../editor_context.tsx'
import { exportGraph } from './export_graph.ts'
import { SaveStatus } from './save_status.tsx'

/** The buttons at the right end of the editor's bar. */
export function EditorActions({ workflow, commands }: { workflow: Workflow; commands: Commands }) {
  const { ui } = useEditor()
  const past = useGraphState((state) => state.history.past.at(-1)?.label)
  const next = useGraphState((state) => state.history.future.at(-1)?.label)
  const testing = useUi((state) => state.panel === 'test')
  return (
    <>
      <SaveStatus />
      <span className="flex">
        <IconButton
          size="sm"
          label={past ? `Undo: ${past}` : 'Nothing to undo'}
          keys="mod+z"
          icon={<Undo2 />}
          aria-disabled={!past}
          onClick={commands.undo}
        />
        <IconButton
          size="sm"
          label={next ? `Redo: ${next}` : 'Nothing to redo'}
          keys="mod+shift+z"
          icon={<Redo2 />}
          aria-disabled={!next}
          onClick={commands.redo}
        />
      </span>
      <Button
        size="sm"
        icon={<Play />}
        aria-pressed={testing}
        className="max-sm:px-2 aria-pressed:border-rose aria-pressed:text-rose-ink"
        onClick={commands.toggleTest}
      >
        <span className="max-sm:sr-only">Test</span>
      </Button>
      <Button
        size="sm"
        variant="primary"
        icon={<Rocket />}
        className="max-sm:px-2"
        onClick={() => ui.getState().set({ dialog: 'publish' })}
      >
        <span className="max-sm:sr-only">Publish</span>
      </Button>
      <MoreMenu workflow={workflow} commands={commands} />
    </>
  )
}

function MoreMenu({ workflow, commands }: { workflow: Workflow; commands: Commands }) {
  const { ui, store } = useEditor()
  const navigate = useNavigate()
  const pausing = useSetPaused()
  const paused = workflow.status === 'paused'
  const { resume, dialog } = useResume(workflow.id)
  const pause = () =>
    pausing.mutate(
      { id: workflow.id, paused: true },
      {
        onSuccess: () =>
          toast.success('The workflow is paused', {
            description: 'Nobody comes in and nothing is sent. Waits go on.',
          }),
        onError: (error) => toast.error('It couldn’t be paused', { description: messageOf(error) }),
      },
    )
  return (
    <>
      <Menu
        trigger={<IconButton size="sm" label="More" tooltip={false} icon={<Ellipsis />} />}
        sections={[
          {
            items: [
              {
                label: 'Runs',
                icon: <Waypoints />,
                onSelect: () => void navigate(`/crm/workflows/${workflow.id}/runs`),
              },
              { label: 'Versions', icon: <History />, onSelect: () => ui.getState().set({ dialog: 'versions' }) },
              {
                label: 'Rules of the workflow',
                icon: <Settings2 />,
                onSelect: () => ui.getState().set({ panel: 'workflow' }),
              },
              ...(workflow.publishedVersionId
                ? [
                    {
                      label: paused ? 'Resume' : 'Pause',
                      icon: paused ? <Play /> : <Pause />,
                      onSelect: paused ? resume : pause,
                    },
                  ]
                : []),
            ],
          },
          {
            items: [
              { label: 'Outline', icon: <ListTree />, keys: 'o', onSelect: commands.toggleOutline },
              { label: 'Problems', icon: <ListChecks />, keys: 'e', onSelect: commands.toggleProblems },
            ],
          },
          {
            items: [
              { label: 'Export as a file', icon: <Download />, onSelect: () => exportGraph(store.getState().graph) },
              { label: 'Import a file', icon: <FileUp />, onSelect: () => ui.getState().set({ dialog: 'import' }) },
            ],
          },
        ]}
      />
      {dialog}
    </>
  )
}
