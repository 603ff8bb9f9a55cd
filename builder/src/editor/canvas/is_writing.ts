/** Whether a window is open that has the keys to itself; what is said in passing is none. */
export function windowOpen(): boolean {
  return document.querySelector('[role=dialog]:not([data-nonmodal]), [role=alertdialog]:not([data-nonmodal])') !== null
}

/** Whether an element is one in which somebody writes, so that keys belong to it. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
