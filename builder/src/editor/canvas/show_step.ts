import { measureNode, type GraphNode, type Position } from '@soniarose/graph'
import type { useReactFlow } from '@xyflow/react'
import type { Editor } from '../editor_context.tsx'
import { isWriting, windowOpen } from './is_writing.ts'

/** The part of React Flow that moves the view. */
export type View = Pick<
  ReturnType<typeof useReactFlow>,
  'fitView' | 'setViewport' | 'getViewport' | 'screenToFlowPosition'
>

/** Whether motion is unwelcome. */
export const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** The middle of the canvas, a little above. */
export function middleOf(view: View): Position {
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  return view.screenToFlowPosition({
    x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.y ?? 0) + (box?.height ?? 0) / 3,
  })
}

/** Whether all of some steps can be seen without moving the view. */
export function allInSight({ store }: Editor, view: View, nodes: readonly GraphNode[]): boolean {
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  if (!box) return true
  const { graph, context } = store.getState()
  const { x, y, zoom } = view.getViewport()
  return nodes.every((node) => {
    const { width, height } = measureNode(node, context, graph)
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y]
    return left >= 0 && top >= 0 && left + width * zoom <= box.width && top + height * zoom <= box.height
  })
}

/** Moves the view so that a step is in sight, if it isn't. */
export function showStep({ store }: Editor, view: View, node: GraphNode): void {
  const { graph, context } = store.getState()
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  if (!box) return
  const { x, y, zoom } = view.getViewport()
  const { width, height } = measureNode(node, context, graph)
  const left = node.position.x * zoom + x
  const top = node.position.y * zoom + y
  const air = 40
  const inSight =
    left >= air && top >= air && left + width * zoom <= box.width - air && top + height * zoom <= box.height - air * 2
  if (inSight && zoom >= 0.4) return
  // By the canvas' present size: React Flow learns of a panel that has just opened only a moment later.
  const nextZoom = Math.max(zoom, 0.7)
  void view.setViewport(
    {
      x: box.width / 2 - (node.position.x + width / 2) * nextZoom,
      y: box.height / 2 - (node.position.y + height / 2) * nextZoom,
      zoom: nextZoom,
    },
    { duration: still() ? 0 : 180 },
  )
}

/**
 * Puts the keyboard's focus on a step's card: once it is drawn (cards out of sight are drawn a little later), and
 * once a closing dialog has given the focus back to where it was.
 */
export function focusElement(id: string): void {
  const find = () => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  let frames = 0
  let settled = 0
  const look = () => {
    const card = find()
    const busy = windowOpen()
    if (card && card.tabIndex >= 0 && !busy) {
      if (document.activeElement !== card && !isWriting(document.activeElement)) card.focus({ preventScroll: true })
      settled += 1
    }
    frames += 1
    if (settled < 4 && frames < 45) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Puts the keyboard's focus on the canvas, where the keys for what is chosen work, unless somebody is writing. */
export function focusCanvas(): void {
  const canvas = document.querySelector<HTMLElement>('.sr-canvas')
  const now = document.activeElement
  if (canvas && !canvas.contains(now) && !isWriting(now)) canvas.focus({ preventScroll: true })
}

/** Puts the focus into the first field of the step's form, once the form has been loaded. */
export function focusForm(tries = 30): void {
  requestAnimationFrame(() => {
    const form = document.querySelector('[data-step-form]')
    const field = form?.querySelector<HTMLElement>('textarea, input') ?? form?.querySelector<HTMLElement>('button')
    if (field) field.focus()
    else if (tries > 0) focusForm(tries - 1)
  })
}
