import { summaryOf, type Graph } from '@soniarose/graph'
import { CircleAlert } from 'lucide-react'
import type { MoveChoice, MovePreview, PreviewNode } from '../../api/run_migrations.ts'
import { lookOf } from '../../editor/kind_look.ts'
import { cn } from '../../ui/cn.ts'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { choiceOf, optionsOf, valueOf } from './choice_options.tsx'
import { countsInWords, notesOf } from './move_words.ts'

interface StepChoicesProps {
  preview: MovePreview
  graphs: { from: Graph; to: Graph }
  onChoose: (nodeId: string, choice: MoveChoice) => void
}

/** Every step at which runs stand, with how many, where they are to go and what that means. */
export function StepChoices({ preview, graphs, onChoose }: StepChoicesProps) {
  return (
    <ul aria-label="Steps at which runs stand" className="divide-y divide-line">
      {preview.nodes.map((node) => (
        <StepChoice key={node.nodeId} node={node} preview={preview} graphs={graphs} onChoose={onChoose} />
      ))}
    </ul>
  )
}

function StepChoice({ node, preview, graphs, onChoose }: StepChoicesProps & { node: PreviewNode }) {
  const { Icon, tile } = lookOf(node.nodeType)
  const [oldVersion, newVersion] = [preview.fromVersion.number, preview.toVersion.number]
  const step = graphs.from.nodes.find((each) => each.id === node.nodeId)
  const notes = notesOf(node, newVersion)
  const comes = countsInWords(node, oldVersion)
  return (
    <li className="grid items-start gap-x-5 gap-y-2.5 px-4.5 py-3.5 sm:grid-cols-[minmax(0,1fr)_17rem]">
      <div className="flex min-w-0 items-start gap-3">
        <span className={cn('mt-0.5 grid size-8 shrink-0 place-items-center rounded-md [&_svg]:size-4', tile)}>
          <Icon />
        </span>
        <div className="min-w-0">
          <p className="text-base font-medium break-words text-ink">{node.title}</p>
          {step ? <p className="line-clamp-2 text-sm text-ink-soft">{summaryOf(step)}</p> : null}
          <p className="text-sm text-ink-faint">{plural(node.runs, 'run')} here</p>
        </div>
      </div>
      <div className="min-w-0">
        <Select
          label={`Where the runs at “${node.title}” go`}
          value={valueOf(node.choice)}
          onChange={(value) => onChoose(node.nodeId, choiceOf(value))}
          options={optionsOf(node, { graph: graphs.to, oldVersion })}
        />
        {node.runs > 0 ? <p className="mt-1.5 text-sm text-ink-soft">{comes.join(' · ')}</p> : null}
      </div>
      {notes.length > 0 ? (
        <ul className="col-span-full flex flex-col gap-1 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">
          {notes.map((note) => (
            <li key={note} className="flex gap-2">
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              <span className="min-w-0">{note}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}
