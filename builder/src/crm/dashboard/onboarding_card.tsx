import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useMay, useWorkspace, useWorkspaces } from '../../api/session.ts'
import type { DashboardData } from '../../api/types.ts'
import { cn } from '../../ui/cn.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { onboardingSteps } from './onboarding_steps.ts'

const storageKey = 'soniarose.onboarding'

/** The checklist of a new sandbox; goes when all is done, or when it is dismissed. */
export function OnboardingCard({ data }: { data: DashboardData | undefined }) {
  const workspaces = useWorkspaces()
  const workspace = useWorkspace()
  const [hidden, setHidden] = useState(localStorage.getItem(storageKey) === 'hidden')
  // They are for whoever sets the workspace up.
  const may = useMay('workflows:write')
  if (!may || !data || !workspaces.data || hidden || workspace?.mode === 'live') return null
  const steps = onboardingSteps(data, workspaces.data)
  const done = steps.filter((step) => step.done).length
  if (done === steps.length) return null
  const next = steps.find((step) => !step.done)
  return (
    <section aria-label="First steps" className="rounded-lg border border-rose-line/60 bg-rose-soft/50 px-4.5 py-4">
      <header className="flex items-center gap-4">
        <h2 className="text-base font-semibold">First steps</h2>
        <Progress value={done / steps.length} label="First steps done" className="h-1.5 max-w-44 flex-1" />
        <span className="nums text-sm text-ink-soft">
          {done} of {steps.length}
        </span>
        <span className="flex-1" />
        <IconButton
          size="sm"
          label="Hide the first steps"
          icon={<X />}
          onClick={() => {
            localStorage.setItem(storageKey, 'hidden')
            setHidden(true)
          }}
        />
      </header>
      <ol className="mt-3 grid gap-2 sm:grid-cols-2 lg:grid-cols-5">
        {steps.map((step) => (
          <li key={step.label}>
            <Link
              to={step.to}
              className={cn(
                'flex h-full items-start gap-2.5 rounded-md px-3 py-2.5 calm transition-colors',
                step === next ? 'bg-raised shadow-card ring-1 ring-rose-line' : 'hover:bg-hover',
              )}
            >
              <span
                className={cn(
                  'mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full',
                  step.done ? 'bg-rose text-on-rose' : 'border-2 border-control',
                )}
              >
                {step.done ? <Check className="size-3" strokeWidth={3.5} /> : null}
              </span>
              <span>
                <span className={cn('block text-base font-medium', step.done && 'text-ink-soft')}>
                  {step.label}
                  <span className="sr-only">{step.done ? ' (done)' : ' (to do)'}</span>
                </span>
                <span className="block text-sm text-ink-soft">{step.hint}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
