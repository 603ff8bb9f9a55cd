import { CircleAlert, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useMessageFate } from '../../api/senders.ts'
import type { SenderTest } from '../../api/senders.ts'
import { Badge } from '../../ui/badge.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { messageStatusText, whyStatus } from '../shared/message_text.ts'

interface TestVerdictProps {
  test: { data: SenderTest | undefined; error: unknown; isPending: boolean; isIdle: boolean }
}

/** What trying a sender gave: whether the carrier opens the account, and how the test text fares. */
export function TestVerdict({ test }: TestVerdictProps) {
  return (
    <div role="status" className="empty:hidden">
      {test.isPending ? (
        <p className="flex items-center gap-2.5 py-2 text-base text-ink-soft">
          <Spinner /> Asking the carrier…
        </p>
      ) : null}
      {test.error ? <Line good={false}>{messageOf(test.error)}</Line> : null}
      {test.data && !test.isPending ? <Outcome result={test.data} /> : null}
    </div>
  )
}

function Outcome({ result }: { result: SenderTest }) {
  if (!result.ok)
    return (
      <Line good={false}>
        {result.message}
        {result.code ? ` (Twilio’s code ${result.code})` : ''}
      </Line>
    )
  return (
    <div className="flex flex-col gap-2">
      <Line good>
        The credentials open the account{result.accountName ? ` “${result.accountName}”` : ''}
        {result.accountStatus ? `, which is ${result.accountStatus}` : ''}.
      </Line>
      {result.messageId ? <Fate id={result.messageId} /> : null}
    </div>
  )
}

/** The test text on its way, until it has arrived or come to an end. */
function Fate({ id }: { id: string }) {
  const message = useMessageFate(id).data
  if (!message) return null
  const text = messageStatusText[message.status]
  const why = whyStatus(message)
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-md bg-sunken px-3.5 py-2.5 text-base">
      The test text: <Badge tone={text?.tone}>{text?.label ?? message.status}</Badge>
      {why ? <span className="text-sm text-ink-soft">{why}</span> : null}
    </p>
  )
}

function Line({ good, children }: { good: boolean; children: ReactNode }) {
  const Icon = good ? CircleCheck : CircleAlert
  return (
    <p
      className={`flex items-start gap-2.5 rounded-md px-3.5 py-2.5 text-base ${good ? 'bg-ok-soft text-ok-ink' : 'bg-bad-soft text-bad-ink'}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>{children}</span>
    </p>
  )
}
