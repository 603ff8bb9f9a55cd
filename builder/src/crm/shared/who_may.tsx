import { useMay } from '../../api/session.ts'
import { cn } from '../../ui/cn.ts'

/** Who may write what, in words; the server's list of roles decides. */
const words = {
  'contacts:write': 'Everybody but viewers may change contacts.',
  'media:write': 'Everybody but viewers may add and delete files.',
  'conversations:write': 'Owners, admins, marketers and operators may text here.',
  'workflows:write': 'Owners, admins, marketers and developers may change workflows.',
  'settings:write': 'Owners and admins may change this.',
  'senders:write': 'Owners, admins and developers may change this.',
  'tokens:write': 'Owners, admins and developers may change this.',
} as const

interface WhoMayProps {
  scope: keyof typeof words
  className?: string
}

/** Says who may change what is only read here; nothing to whoever may. */
export function WhoMay({ scope, className }: WhoMayProps) {
  return useMay(scope) ? null : <p className={cn('text-sm text-ink-faint', className)}>{words[scope]}</p>
}
