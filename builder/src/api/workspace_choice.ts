const storageKey = 'soniarose.workspace'

/** The workspace looked at in this tab, sent with each request; null until one was chosen. */
export function workspaceId(): string | null {
  return sessionStorage.getItem(storageKey) ?? localStorage.getItem(storageKey)
}

/** Looks at another workspace from the next request on; new tabs open with it too. */
export function chooseWorkspace(id: string | null): void {
  if (id === null) {
    sessionStorage.removeItem(storageKey)
    localStorage.removeItem(storageKey)
    return
  }
  sessionStorage.setItem(storageKey, id)
  localStorage.setItem(storageKey, id)
}
