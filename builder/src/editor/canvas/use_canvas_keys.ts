import type { KeyboardEvent } from 'react'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useEditor } from '../editor_context.tsx'
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
  const { store, ui } = useEditor()
  return (event) => {
    if (event.defaultPrevented || isWriting(event.target)) return
    const onStep = event.target instanceof HTMLElement && event.target.closest('.react-flow__node') === event.target
    const done = handle(event, onStep)
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }

  function handle(event: KeyboardEvent, onStep: boolean): boolean {
    const direction = ARROWS[event.key]
    if (direction && !event.ctrlKey && !event.metaKey) {
      if (event.altKey) commands.nudge(direction, event.shiftKey)
      else if (!event.shiftKey) commands.move(direction)
      else return false
      return true
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    switch (event.key) {
      case 'Enter':
      case ' ':
        if (!onStep) return false
        selectFocused(event)
        if (event.key === 'Enter') commands.openInspector()
        return true
      case 'Tab':
        if (!onStep || event.shiftKey || store.getState().selectedNodes.size === 0 || store.getState().readOnly) return false
        commands.addAfterSelection()
        return true
      case 'Delete':
      case 'Backspace':
        return commands.deleteSelection()
      case 'F2':
        commands.openInspector()
        return true
      case 'Escape':
        if (store.getState().selectedNodes.size === 0 && ui.getState().panel === 'none') return false
        commands.clearSelection()
        return true
      default:
        return false
    }
  }

  function selectFocused(event: KeyboardEvent) {
    const id = event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined
    if (id !== undefined && !store.getState().selectedNodes.has(id)) store.getState().select([id])
  }
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
    { keys: 'escape', label: 'Close the panel', run: commands.clearSelection, when: () => ui.getState().panel !== 'none' || store.getState().selectedNodes.size > 0 },
    { keys: 'arrowdown', label: 'Go to the step below; all arrows work', run: () => undefined, when: never },
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
