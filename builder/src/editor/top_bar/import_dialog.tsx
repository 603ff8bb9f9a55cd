import { parseGraph, type GraphIssue } from '@soniarose/graph'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useUi } from '../editor_context.tsx'
import { replaceGraph } from '../store/gestures_of_graph.ts'

/** Takes a workflow's file as the draft; one undo brings back what was there. */
export function ImportDialog({ commands }: { commands: Commands }) {
  const { ui, store } = useEditor()
  const open = useUi((state) => state.dialog === 'import')
  const [faults, setFaults] = useState<readonly GraphIssue[]>([])
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const close = () => {
    setFaults([])
    ui.getState().set({ dialog: null })
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    const read = parseGraph(await file.text())
    if (!read.ok) {
      setFaults(read.error)
      return
    }
    close()
    commands.run(replaceGraph(store.getState().graph, read.value, `Import “${file.name}”`))
    commands.fit()
    toast.success('Imported', {
      description: `${read.value.nodes.length} steps. Undo brings back what was there.`,
      action: { label: 'Undo', onClick: commands.undo },
    })
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title="Import a file"
      description="It replaces what is on the canvas; the published version stays as it is."
      size="sm"
    >
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          'flex flex-col items-center gap-3 rounded-lg border-2 border-dashed px-4 py-8 text-center',
          over ? 'border-rose bg-rose-soft' : 'border-line-strong',
        )}
      >
        <p className="text-base text-ink-soft">Drop a workflow’s JSON file here, or</p>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          aria-label="Workflow file"
          className="sr-only"
          onChange={(event) => void take(event.target.files?.[0])}
        />
        <Button icon={<FileUp />} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </div>
      {faults.length > 0 ? (
        <ul role="alert" className="mt-3 flex max-h-48 flex-col gap-1 overflow-y-auto text-sm text-bad-ink">
          {faults.map((fault, index) => (
            <li key={index}>{fault.message}</li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  )
}
