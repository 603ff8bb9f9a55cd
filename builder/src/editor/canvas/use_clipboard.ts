import { useEffect } from 'react'
import { useEditor } from '../editor_context.tsx'
import { isWriting, windowOpen } from './is_writing.ts'
import type { Commands } from './use_commands.ts'

/** How long the browser gets to fire its own clipboard event after the keys, in ms. */
const PATIENCE = 60

type ClipboardAct = 'copy' | 'cut' | 'paste'

const KEYS: Record<string, ClipboardAct> = { c: 'copy', x: 'cut', v: 'paste' }

/** What was copied last on this page; where the system's clipboard may not be read, it stands in. */
let lastCopied = ''

/** Whether copy and paste now mean steps: nobody is writing, no text is chosen, no dialog is open. */
function meansSteps(target: EventTarget | null): boolean {
  return !isWriting(target) && (window.getSelection()?.isCollapsed ?? true) && !windowOpen()
}

/**
 * Copy, cut and paste of steps through the system's clipboard. The browser's own events come first, since they
 * need no permission; some browsers fire none while nothing is marked on the page, then the keys themselves act.
 *
 * @param at where pasted steps go, in canvas coordinates; the middle of the view when undefined
 */
export function useClipboard(commands: Commands, at: () => { x: number; y: number } | undefined): void {
  const { store, ui } = useEditor()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined

    const copied = (act: ClipboardAct): string | null => {
      const text = commands.copy()
      if (text === null) return null
      lastCopied = text
      if (act === 'cut' && !store.getState().readOnly) commands.deleteSelection()
      return text
    }
    const pasted = (text: string): boolean => {
      if (store.getState().readOnly) return false
      const done = commands.paste(text, at())
      if (!done) ui.getState().announce('The clipboard holds no steps.')
      return done
    }
    const onEvent = (event: ClipboardEvent) => {
      if (!meansSteps(event.target)) return
      clearTimeout(timer)
      if (event.type === 'paste') {
        if (pasted(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
        return
      }
      const text = copied(event.type === 'cut' ? 'cut' : 'copy')
      if (text === null) return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const act =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? KEYS[event.key.toLowerCase()] : undefined
      if (!act || !meansSteps(event.target)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (act === 'paste') void readClipboard().then(pasted)
        else writeClipboard(copied(act))
      }, PATIENCE)
    }
    const events = ['copy', 'cut', 'paste'] as const
    for (const name of events) document.addEventListener(name, onEvent)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer)
      for (const name of events) document.removeEventListener(name, onEvent)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [commands, store, ui, at])
}

/** The system's clipboard as text; what was copied here last where it may not be read (no permission, plain HTTP). */
async function readClipboard(): Promise<string> {
  if (!('clipboard' in navigator)) return lastCopied
  try {
    return await navigator.clipboard.readText()
  } catch (error) {
    if (error instanceof DOMException) return lastCopied
    throw error
  }
}

function writeClipboard(text: string | null): void {
  if (text === null || !('clipboard' in navigator)) return
  // Refused without permission: then the copy stays on this page, see `lastCopied`.
  navigator.clipboard.writeText(text).catch(() => undefined)
}
