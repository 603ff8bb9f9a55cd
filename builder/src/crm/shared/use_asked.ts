import { useState } from 'react'

/** A window about one of many things, which keeps its words while it closes. */
export function useAsked<Thing>() {
  const [about, setAbout] = useState<Thing | null>(null)
  const [open, setOpen] = useState(false)
  const ask = (thing: Thing) => {
    setAbout(thing)
    setOpen(true)
  }
  return { about, open, ask, close: () => setOpen(false) }
}
