import { Activity, BellOff, CheckCheck, CircleAlert, MessageCircleReply, Send, UserPlus } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useDashboard } from '../../api/dashboard.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import type { DashboardData } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/empty_state.tsx'
import { formatCount, formatShare, plural } from '../../ui/format.ts'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Stat } from '../../ui/stat.tsx'
import { OnboardingCard } from './onboarding_card.tsx'
import { QueueCard } from './queue_card.tsx'
import { TopIssuesCard } from './top_issues_card.tsx'
import { VolumeCard } from './volume_card.tsx'
import { WorkflowsCard } from './workflows_card.tsx'

/** How things stand: texts, replies, runs, the queue, and what needs a hand. */
export function DashboardPage() {
  const dashboard = useDashboard()
  const navigate = useNavigate()
  const may = useMay('contacts:write')
  const add = () => void navigate('/crm/contacts/new')
  useShortcuts('Dashboard', [{ keys: 'n', label: 'New contact', run: add, when: () => may }])
  return (
    <Page
      title="Dashboard"
      actions={
        may ? (
          <ButtonLink variant="primary" to="/crm/contacts/new" icon={<UserPlus />}>
            Add contact
          </ButtonLink>
        ) : null
      }
    >
      {dashboard.isError && !dashboard.data ? (
        <ErrorState message={messageOf(dashboard.error)} onRetry={() => void dashboard.refetch()} />
      ) : (
        <div className="flex flex-col gap-4">
          <Stats data={dashboard.data} />
          <OnboardingCard data={dashboard.data} />
          <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <div className="flex min-w-0 flex-col gap-4">
              <VolumeCard data={dashboard.data} />
              <WorkflowsCard data={dashboard.data} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <QueueCard data={dashboard.data} />
              <TopIssuesCard data={dashboard.data} />
            </div>
          </div>
        </div>
      )}
    </Page>
  )
}

function Stats({ data }: { data: DashboardData | undefined }) {
  const loading = !data
  const series = data?.series ?? []
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6" aria-live="polite" aria-busy={loading}>
      <Stat
        label="Sent today"
        icon={<Send />}
        loading={loading}
        value={formatCount(data?.sentToday ?? 0)}
        hint={data ? `to ${plural(data.contacts, 'contact')}` : undefined}
        chart={
          <Sparkline
            values={series.map((day) => day.sent)}
            label="Texts sent a day, last two weeks"
            className="hidden w-16 2xl:block"
          />
        }
      />
      <Stat
        label="Delivered"
        icon={<CheckCheck />}
        loading={loading}
        value={formatShare(data?.deliveredRate)}
        hint="of those with a report"
      />
      <Stat
        label="Failed"
        icon={<CircleAlert />}
        loading={loading}
        value={formatCount(data?.failedToday ?? 0)}
        tone={data && data.failedToday > 0 ? 'bad' : 'plain'}
        hint={data?.failedToday ? 'today; reasons below' : 'today'}
      />
      <Stat
        label="Replies"
        icon={<MessageCircleReply />}
        loading={loading}
        to="/crm/inbox"
        value={formatCount(data?.repliesToday ?? 0)}
        hint="today, in the inbox"
        chart={
          <Sparkline
            values={series.map((day) => day.replies)}
            label="Replies a day, last two weeks"
            tone="info"
            className="hidden w-16 2xl:block"
          />
        }
      />
      <Stat
        label="Opt-outs"
        icon={<BellOff />}
        loading={loading}
        to="/crm/compliance"
        value={formatShare(data?.optOutRate)}
        hint="of those texted, 30 days"
      />
      <Stat
        label="Under way"
        icon={<Activity />}
        loading={loading}
        to="/crm/workflows"
        value={formatCount(data?.activeRuns ?? 0)}
        hint={data ? `${formatCount(data.waitingRuns)} waiting` : undefined}
      />
    </div>
  )
}
