import { firstTexts, indexGraph } from '@soniarose/graph'
import { checkContent, type ContentCode } from '@soniarose/messaging'
import { Check, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useSettings } from '../../../api/settings.ts'
import { useFormFacts } from '../form_context.tsx'

/** What somebody's first text has to say, in the order in which one would say it (CTIA Messaging Principles 5.1.2.1). */
const REQUIRED: readonly { code: ContentCode; label: string }[] = [
  { code: 'no_sender_name', label: 'Who writes' },
  { code: 'no_reason', label: 'Why they get it' },
  { code: 'no_rates', label: 'That rates may apply' },
  { code: 'no_help', label: 'Where help is' },
  { code: 'no_stop', label: 'How to stop' },
]

/** For a text that people may get first: which of the things that it must say it says. */
export function FirstText({ text }: { text: string }) {
  const { graph, nodeId } = useFormFacts()
  const settings = useSettings().data
  const isFirst = useMemo(() => firstTexts(indexGraph(graph)).some((node) => node.id === nodeId), [graph, nodeId])
  const brand = settings?.brandName || settings?.workspaceName
  const found = useMemo(
    () =>
      new Map(
        checkContent({ body: text, firstMessage: true, brandNames: brand ? [brand] : [] }).map((warning) => [
          warning.code,
          warning.message,
        ]),
      ),
    [text, brand],
  )
  if (!isFirst || text.trim() === '') return null
  return (
    <section aria-label="What a first text must say" className="rounded-md border border-line px-3.5 py-3">
      <h3 className="mb-2 text-sm font-medium">People may get this text first. It should say</h3>
      <ul className="flex flex-col gap-1.5 text-sm">
        {REQUIRED.map(({ code, label }) => {
          const missing = found.get(code)
          const Icon = missing ? TriangleAlert : Check
          return (
            <li key={code} className="flex items-start gap-2">
              <Icon
                aria-label={missing ? 'Missing' : 'Said'}
                className={`mt-0.5 size-4 shrink-0 ${missing ? 'text-warn-ink' : 'text-ok'}`}
              />
              <span className={missing ? 'text-warn-ink' : 'text-ink-soft'}>{missing ?? label}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
