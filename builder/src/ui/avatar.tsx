import { cn } from './cn.ts'
import { hueOf, initialsOf } from './names.ts'

const sizes = { sm: 'size-7 text-2xs', md: 'size-9 text-sm', lg: 'size-13 text-xl' }

/** A person's initials on a calm colour that stays the same for the same name. */
export function Avatar({
  name,
  size = 'md',
  className,
}: {
  name: string
  size?: keyof typeof sizes
  className?: string
}) {
  const hue = hueOf(name)
  return (
    <span
      aria-hidden
      className={cn('grid shrink-0 place-items-center rounded-full font-semibold', sizes[size], className)}
      style={{
        background: `light-dark(oklch(0.915 0.045 ${hue}), oklch(0.36 0.06 ${hue}))`,
        color: `light-dark(oklch(0.39 0.09 ${hue}), oklch(0.9 0.06 ${hue}))`,
      }}
    >
      {initialsOf(name)}
    </span>
  )
}
