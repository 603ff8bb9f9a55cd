import { CircleAlert, CircleCheck, FileCheck } from 'lucide-react'
import { useRef, useState } from 'react'
import { useVerifyEvidence } from '../../api/compliance.ts'
import { messageOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'

/** Tells whether an evidence pack that somebody hands in is as this server made it. */
export function CheckPack() {
  const input = useRef<HTMLInputElement>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const verify = useVerifyEvidence()
  const check = async (file: File) => {
    setUnreadable(null)
    verify.reset()
    try {
      const { head, links, seal } = JSON.parse(await file.text())
      verify.mutate({ head, links, seal })
    } catch {
      setUnreadable('This file is no evidence pack: it isn’t JSON. Hand in the JSON download, not the PDF.')
    }
  }
  const fault = unreadable ?? (verify.isError ? messageOf(verify.error) : null)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="Evidence pack to check"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void check(file)
          event.target.value = ''
        }}
      />
      <Button size="sm" icon={<FileCheck />} loading={verify.isPending} onClick={() => input.current?.click()}>
        Check a pack…
      </Button>
      <p role="status" className="flex min-w-0 items-start gap-2 text-sm empty:hidden">
        {fault ? <span className="text-bad-ink">{fault}</span> : null}
        {verify.data?.genuine ? (
          <>
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" /> Genuine: as this server sealed it.
          </>
        ) : null}
        {verify.data && !verify.data.genuine ? (
          <>
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" /> Not genuine. {verify.data.reason}
          </>
        ) : null}
      </p>
    </div>
  )
}
