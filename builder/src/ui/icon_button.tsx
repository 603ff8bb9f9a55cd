import type { ComponentProps, ReactNode } from 'react'
import { Button, type ButtonLook } from './button.tsx'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> &
  ButtonLook & { label: string; icon: ReactNode; keys?: string; loading?: boolean; tooltip?: boolean }

/** A square button with an icon only; `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  icon,
  keys,
  size = 'md',
  variant = 'ghost',
  className,
  tooltip = true,
  ...rest
}: IconButtonProps) {
  const button = (
    <Button
      aria-label={label}
      variant={variant}
      size={size}
      icon={icon}
      className={cn('px-0', { sm: 'w-7.5', md: 'w-9', lg: 'w-11' }[size ?? 'md'], className)}
      {...rest}
    />
  )
  if (!tooltip) return button
  return <Tooltip label={label} keys={keys} render={button} />
}
