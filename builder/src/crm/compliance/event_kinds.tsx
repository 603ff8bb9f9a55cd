import { BellOff, BellRing, CircleHelp, LifeBuoy, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from '../../ui/badge.tsx'

interface KindText {
  label: string
  tone: Tone
  icon: ReactNode
}

const texts: Record<string, KindText> = {
  stop: { label: 'STOP', tone: 'bad', icon: <BellOff /> },
  opt_out: { label: 'Opted out', tone: 'bad', icon: <BellOff /> },
  start: { label: 'START', tone: 'ok', icon: <BellRing /> },
  opt_in: { label: 'Opted in', tone: 'ok', icon: <BellRing /> },
  help: { label: 'HELP', tone: 'info', icon: <LifeBuoy /> },
  double_opt_in: { label: 'Confirmed opt-in', tone: 'ok', icon: <BellRing /> },
  suppressed: { label: 'Blocked', tone: 'bad', icon: <ShieldAlert /> },
  unsuppressed: { label: 'Unblocked', tone: 'ok', icon: <ShieldCheck /> },
}

/** The words, tone and icon for a kind of event; unknown ones keep their own name. */
export function eventKindText(kind: string): KindText {
  const words = kind.replaceAll('_', ' ')
  return texts[kind] ?? { label: words.charAt(0).toUpperCase() + words.slice(1), tone: 'neutral', icon: <CircleHelp /> }
}

/** The kinds that the list can be narrowed to. */
export const eventKinds = [
  'stop',
  'opt_out',
  'start',
  'opt_in',
  'double_opt_in',
  'help',
  'suppressed',
  'unsuppressed',
].map((kind) => ({ value: kind, label: eventKindText(kind).label }))
