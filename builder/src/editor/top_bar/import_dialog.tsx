import { isRecord, parseGraph } from '@soniarose/graph'
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
  const [faults, setFaults] = useState<readonly string[]>([])
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const close = () => {
    setFaults([])
    ui.getState().set({ dialog: null })
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    const text = await file.text()
    const read = parseGraph(text)
    if (!read.ok) {
      const other = sayOtherFile(text)
      setFaults(other === null ? read.error.map((issue) => issue.message) : [other])
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
          onChange={(event) => {
            void take(event.target.files?.[0])
            // The same file, mended meanwhile, can be chosen again.
            event.target.value = ''
          }}
        />
        <Button icon={<FileUp />} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </div>
      {faults.length > 0 ? (
        <ul role="alert" className="mt-3 flex max-h-48 flex-col gap-1 overflow-y-auto text-sm text-bad-ink">
          {faults.map((fault, index) => (
            <li key={index}>{fault}</li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  )
}

/** What a file is that is no workflow's; null when it may have been meant as one. */
function sayOtherFile(text: string): string | null {
  const value = readJson(text)
  if (!isRecord(value) || 'nodes' in value || 'edges' in value) return null
  if (Array.isArray(value['states']))
    return 'This is a flow of Twilio Studio. Bring it in with the command “node ace.js workflow:import” and the file’s name; its report says what became of each widget.'
  return 'This file holds no workflow. Choose one that was written by “Export as a file”.'
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
