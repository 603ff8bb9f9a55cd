import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'react-router'
import { cn } from './cn.ts'
import { Spinner } from './spinner.tsx'

/** The look shared by buttons and by links that act as buttons. */
export const buttonLook = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium calm transition-[background-color,border-color,color,box-shadow,transform] active:translate-y-px disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-rose text-on-rose shadow-card hover:bg-rose-hover',
        secondary:
          'border border-line-strong bg-raised text-ink shadow-card hover:border-control hover:bg-sunken data-[popup-open]:bg-sunken',
        ghost: 'text-ink-soft hover:bg-hover hover:text-ink data-[popup-open]:bg-hover data-[popup-open]:text-ink',
        soft: 'bg-rose-soft text-rose-ink hover:bg-rose-soft/70',
        danger: 'bg-bad text-on-bad shadow-card hover:bg-bad/88',
        'danger-quiet': 'text-bad-ink hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7.5 px-2.5 text-sm [&_svg]:size-3.5',
        md: 'h-9 px-3.5 text-base [&_svg]:size-4',
        lg: 'h-11 px-5 text-lg [&_svg]:size-4.5',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export type ButtonLook = VariantProps<typeof buttonLook>

type ButtonProps = ComponentProps<'button'> & ButtonLook & { icon?: ReactNode; loading?: boolean }

/** A button. `loading` keeps its width, shows a spinner and refuses further clicks. */
export function Button({ variant, size, icon, loading, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      data-slot="button"
      className={cn(buttonLook({ variant, size }), className)}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      {...rest}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  )
}

type ButtonLinkProps = ComponentProps<typeof Link> & ButtonLook & { icon?: ReactNode }

/** A link to another page that looks like a button. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link data-slot="button" className={cn(buttonLook({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  )
}
