import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon_button.tsx'

/** Copies a text and says that it did. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setDone(true)
    setTimeout(() => setDone(false), 1600)
  }
  return (
    <IconButton
      size="sm"
      label={done ? 'Copied' : label}
      icon={done ? <Check className="text-ok" /> : <Copy />}
      onClick={() => void copy()}
    />
  )
}
