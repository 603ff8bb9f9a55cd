import { BellOff, BellRing, CircleHelp } from 'lucide-react'
import type { OptInStatus } from '../../api/types.ts'
import { Badge } from '../../ui/badge.tsx'
import { consentText } from './contact_text.ts'

const icons = { opted_in: <BellRing />, pending: <CircleHelp />, opted_out: <BellOff /> }

/** Whether a contact may be texted, in word, icon and colour. */
export function ConsentBadge({ status, size }: { status: OptInStatus; size?: 'sm' | 'md' }) {
  const text = consentText[status]
  return (
    <Badge tone={text.tone} icon={icons[status]} size={size} title={text.meaning}>
      {text.label}
    </Badge>
  )
}
