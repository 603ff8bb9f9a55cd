import { CircleAlert, CircleCheck, Download } from 'lucide-react'
import { withQuery } from '../../api/client.ts'
import { isRunning, useImport } from '../../api/imports.ts'
import { messageOf } from '../../api/problem.ts'
import type { ContactImport } from '../../api/types.ts'
import { workspaceId } from '../../api/workspace_choice.ts'
import { Button, ButtonLink, buttonLook } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorState } from '../../ui/empty_state.tsx'
import { formatCount } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'

/** How far the import is, and what came of it. The page may be left meanwhile. */
export function ResultStep({ jobId, onAgain }: { jobId: string; onAgain: () => void }) {
  const job = useImport(jobId)
  if (job.isError && !job.data) return <ErrorState message={messageOf(job.error)} onRetry={() => void job.refetch()} />
  const data = job.data
  const running = !data || isRunning(data)
  const rows = data?.processed ?? 0
  const share = data?.total && data.total > rows ? rows / data.total : null
  return (
    <Card>
      <div aria-live="polite" className="flex flex-col items-center py-6 text-center">
        {running ? (
          <>
            <p className="text-lg font-semibold">Importing…</p>
            <p className="mt-1 text-base text-ink-soft">It goes on by itself if you leave this page.</p>
            <Progress value={share} label="Import" className="mt-6 w-full max-w-sm" />
            {data ? (
              <p className="nums mt-2 text-sm text-ink-faint">
                {formatCount(data.processed ?? data.created + data.updated + data.failed)} rows so far
              </p>
            ) : null}
          </>
        ) : (
          <Outcome job={data} onAgain={onAgain} />
        )}
      </div>
    </Card>
  )
}

function Outcome({ job, onAgain }: { job: ContactImport; onAgain: () => void }) {
  const failed = job.status === 'failed'
  const Icon = failed ? CircleAlert : CircleCheck
  return (
    <>
      <Icon className={failed ? 'size-10 text-bad' : 'size-10 text-ok'} />
      <p className="mt-3 text-lg font-semibold">{failed ? 'The import stopped' : 'Import done'}</p>
      {job.error ? <p className="mt-1 max-w-sm text-base text-ink-soft">{job.error}</p> : null}
      <dl className="nums mt-5 grid w-full max-w-sm grid-cols-3 gap-3">
        {[
          ['New', job.created],
          ['Updated', job.updated],
          ['Not taken', job.failed],
        ].map(([name, count]) => (
          <div key={name} className="rounded-md bg-sunken px-3 py-2.5">
            <dd className="text-xl font-semibold">{formatCount(Number(count))}</dd>
            <dt className="text-sm text-ink-soft">{name}</dt>
          </div>
        ))}
      </dl>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        {job.failed > 0 && job.errorsUrl ? (
          <a
            href={withQuery(job.errorsUrl, { workspaceId: workspaceId() })}
            download
            className={buttonLook({ variant: 'secondary' })}
          >
            <Download /> Rows with their reasons
          </a>
        ) : null}
        <Button onClick={onAgain}>Import another file</Button>
        <ButtonLink variant="primary" to="/crm/contacts">
          See the contacts
        </ButtonLink>
      </div>
    </>
  )
}
