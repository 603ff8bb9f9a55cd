import type { DashboardData, Workspace } from '../../api/types.ts'

export interface OnboardingStep {
  label: string
  hint: string
  to: string
  done: boolean
}

/** The first steps with what the workspace really has; nothing is ticked by hand. */
export function onboardingSteps(data: DashboardData, workspaces: readonly Workspace[]): OnboardingStep[] {
  const total = (pick: (day: DashboardData['series'][number]) => number) =>
    data.series.reduce((sum, day) => sum + pick(day), 0)
  return [
    {
      label: 'Add a contact',
      hint: 'With their consent, so that they may be texted.',
      to: '/crm/contacts/new',
      done: data.contacts > 0,
    },
    {
      label: 'Publish a workflow',
      hint: 'Start from Five Days of Joy.',
      to: data.workflows.length === 0 ? '/crm/workflows?new=1' : '/crm/workflows',
      done: data.workflows.some((workflow) => workflow.status !== 'draft'),
    },
    { label: 'See a text arrive', hint: 'On the dev phone.', to: '/dev/phone', done: total((day) => day.sent) > 0 },
    {
      label: 'Reply as the contact',
      hint: 'And watch the branch taken.',
      to: '/dev/phone',
      done: total((day) => day.replies) > 0,
    },
    {
      label: 'Open a live workspace',
      hint: 'When you are ready for real numbers.',
      to: '/crm/settings/workspaces',
      done: workspaces.some((workspace) => workspace.mode === 'live'),
    },
  ]
}
