import type { KeyboardEvent } from 'react'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useEditor, type Editor } from '../editor_context.tsx'
import { isWriting } from './is_writing.ts'
import type { Direction } from '../store/neighbours.ts'
import type { Commands } from './use_commands.ts'

const ARROWS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

const never = () => false

/**
 * The keys that work while the focus is on the canvas or one of its steps: they would get in the way elsewhere.
 * @returns the handler for the canvas' element
 */
export function useCanvasKeys(commands: Commands): (event: KeyboardEvent) => void {
  const editor = useEditor()
  return (event) => {
    if (event.defaultPrevented || isWriting(event.target)) return
    const done = onArrow(event, commands) ?? onKey(event, commands, editor)
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Goes to a neighbour, with Shift chooses all before or after, with Alt moves what is chosen; null when it is no arrow of ours. */
function onArrow(event: KeyboardEvent, commands: Commands): true | null {
  const direction = ARROWS[event.key]
  if (direction === undefined || event.ctrlKey || event.metaKey) return null
  if (event.altKey) commands.nudge(direction, event.shiftKey)
  else if (event.shiftKey) commands.chooseAlong(direction)
  else commands.move(direction)
  return true
}

function onKey(event: KeyboardEvent, commands: Commands, { store, ui }: Editor): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const { selectedNodes, readOnly } = store.getState()
  const step = focusedStep(event)
  const keys: Record<string, () => boolean> = {
    Enter: () => {
      if (step === null) return false
      if (!selectedNodes.has(step)) store.getState().select([step])
      commands.openInspector()
      return true
    },
    ' ': () => {
      if (step !== null) store.getState().select([step])
      return step !== null
    },
    Tab: () => {
      if (step === null || event.shiftKey || selectedNodes.size === 0 || readOnly) return false
      commands.addAfterSelection()
      return true
    },
    Delete: commands.deleteSelection,
    Backspace: commands.deleteSelection,
    F2: () => {
      commands.openInspector()
      return true
    },
    Escape: () => {
      if (selectedNodes.size === 0 && ui.getState().panel === 'none') return false
      commands.clearSelection()
      return true
    },
  }
  return keys[event.key]?.() ?? false
}

/** The step whose card has the focus, not something inside of it. */
function focusedStep({ target }: KeyboardEvent): string | null {
  const isCard = target instanceof HTMLElement && target.classList.contains('react-flow__node')
  return isCard ? (target.dataset['id'] ?? null) : null
}

/** Registers the editor's shortcuts, so that they work on the whole page and stand in the list of keys. */
export function useEditorShortcuts(commands: Commands, more: { onTest: () => void; onPublish: () => void }): void {
  const { store, ui } = useEditor()
  const editing = () => !store.getState().readOnly
  useShortcuts('Editor', [
    { keys: 'mod+z', label: 'Undo', run: commands.undo, when: editing },
    { keys: 'mod+shift+z', label: 'Redo', run: commands.redo, when: editing },
    { keys: 'mod+y', label: 'Redo', run: commands.redo, when: editing },
    { keys: 'mod+s', label: 'Save now', run: () => void commands.save(), inFields: true },
    { keys: 'mod+c', label: 'Copy the chosen steps', run: () => undefined, when: never },
    { keys: 'mod+x', label: 'Cut the chosen steps', run: () => undefined, when: never },
    { keys: 'mod+v', label: 'Paste', run: () => undefined, when: never },
    { keys: 'mod+d', label: 'Duplicate', run: commands.duplicate, when: editing },
    { keys: 'mod+a', label: 'Choose all steps', run: commands.selectAll },
    { keys: 'mod+enter', label: 'Test', run: more.onTest, inFields: true },
    { keys: 'mod+shift+p', label: 'Publish', run: more.onPublish, inFields: true },
    { keys: 'a', label: 'Add a step after the chosen one', run: commands.addAfterSelection, when: editing },
    { keys: 'Tab', label: 'Add a step after the focused one', run: () => undefined, when: never },
    { keys: 'c', label: 'Connect the chosen step', run: commands.connectFromSelection, when: editing },
    { keys: 'enter', label: 'Open the step', run: () => undefined, when: never },
    { keys: 'delete', label: 'Delete', run: () => undefined, when: never },
    {
      keys: 'escape',
      label: 'Close the panel',
      run: commands.clearSelection,
      when: () => ui.getState().panel !== 'none' || store.getState().selectedNodes.size > 0,
    },
    { keys: 'arrowdown', label: 'Go to the step below; all arrows work', run: () => undefined, when: never },
    {
      keys: 'shift+arrowdown',
      label: 'Choose all steps after this one; with ↑ all before',
      run: () => undefined,
      when: never,
    },
    { keys: 'alt+arrowdown', label: 'Nudge by 8 px, with Shift by 40', run: () => undefined, when: never },
    { keys: 'o', label: 'Outline instead of canvas', run: commands.toggleOutline },
    { keys: 'e', label: 'Problems', run: commands.toggleProblems },
    { keys: 'shift+a', label: 'Arrange', run: () => void commands.arrange(), when: editing },
    { keys: '1', label: 'Show all', run: commands.fit },
    { keys: '2', label: 'Show what is chosen', run: commands.fitSelection },
    { keys: 'v', label: 'Choose by dragging', run: () => ui.getState().set({ tool: 'select' }) },
    { keys: 'h', label: 'Move the view by dragging', run: () => ui.getState().set({ tool: 'hand' }) },
  ])
}
