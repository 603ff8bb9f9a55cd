import { useState } from 'react'
import type { Contact } from '../../api/types.ts'

const startWith = 3

/** The phones to show: the chosen ones, else those of the newest contacts. Kept in this browser, per workspace. */
export function useShownPhones(workspaceId: string, newest: readonly Contact[]) {
  const storageKey = `soniarose.phones.${workspaceId}`
  const [chosen, setChosen] = useState<string[] | null>(() => {
    const kept = localStorage.getItem(storageKey)
    return kept ? kept.split(',').filter(Boolean) : null
  })
  const ids = chosen?.length ? chosen : newest.slice(0, startWith).map((contact) => contact.id)
  const keep = (next: string[]) => {
    localStorage.setItem(storageKey, next.join(','))
    setChosen(next)
  }
  return {
    ids,
    add: (id: string) => keep([id, ...ids.filter((other) => other !== id)].slice(0, 9)),
    remove: (id: string) => keep(ids.filter((other) => other !== id)),
  }
}
