import { useMay } from '../../api/session.ts'
import { cn } from '../../ui/cn.ts'
import { WHO_MAY } from './who_may_words.ts'

interface WhoMayProps {
  scope: keyof typeof WHO_MAY
  className?: string
}

/** Says who may change what is only read here; nothing to whoever may. */
export function WhoMay({ scope, className }: WhoMayProps) {
  return useMay(scope) ? null : <p className={cn('text-sm text-ink-faint', className)}>{WHO_MAY[scope]}</p>
}
