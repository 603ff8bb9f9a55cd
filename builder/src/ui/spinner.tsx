import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** A small turning ring for work inside a control; pages use skeletons instead. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin motion-reduce:animate-none', className)} />
}
