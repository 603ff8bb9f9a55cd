import { Check } from 'lucide-react'
import { useState } from 'react'
import { useStartImport } from '../../api/imports.ts'
import { messageOf } from '../../api/problem.ts'
import { Page } from '../../app/page.tsx'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { toast } from '../../ui/toast.tsx'
import { emptyConsent } from '../shared/consent_fields.tsx'
import { ConsentStep, type ConsentChoice } from './consent_step.tsx'
import { guessFields, previewCsv, type CsvPreview } from './csv_preview.ts'
import { MapStep } from './map_step.tsx'
import { ResultStep } from './result_step.tsx'
import { UploadStep } from './upload_step.tsx'
import { withHeader } from './with_header.ts'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

const steps = ['Upload', 'Map', 'Consent', 'Run'] as const

interface Loaded {
  file: File
  preview: CsvPreview
  /** For each column the field it goes to; `''` leaves it out. */
  fields: string[]
}

const previewBytes = 256 * 1024

/** The beginning of a file as text, its byte order mark kept; a sign cut in two at the end is left out. */
async function readStart(file: Blob): Promise<string> {
  const bytes = await file.slice(0, previewBytes).arrayBuffer()
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
}

/** Brings contacts in from a CSV file; the consent step can't be skipped. */
export function ImportPage() {
  if (useMay('contacts:write')) return <Form />
  return (
    <Page title="Import contacts" crumbs={[{ label: 'Contacts', to: '/crm/contacts' }]} width="narrow">
      <WhoMay scope="contacts:write" />
    </Page>
  )
}

function Form() {
  const [step, setStep] = useState(0)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [choice, setChoice] = useState<ConsentChoice>({
    given: null,
    consent: emptyConsent(),
    tags: [],
    onExisting: 'update',
  })
  const start = useStartImport()
  const [jobId, setJobId] = useState<string | null>(null)

  const open = async (file: File) => {
    const text = await readStart(file)
    if (text.includes('\uFFFD')) {
      toast.error('This file isn’t in UTF-8', {
        description: 'Save it again as “CSV UTF-8”, so that accents and umlauts arrive as they are.',
      })
      return
    }
    const preview = previewCsv(text)
    setLoaded({ file, preview, fields: guessFields(preview.header) })
    setStep(1)
  }
  const run = () => {
    if (!loaded) return
    const consent = choice.given
      ? {
          source: choice.consent.source,
          wording: choice.consent.wording.trim(),
          at: new Date(choice.consent.at).toISOString(),
        }
      : undefined
    start.mutate(
      {
        file: withHeader(loaded.file, loaded.preview, loaded.fields),
        name: loaded.file.name,
        consent,
        tags: choice.tags,
        onExisting: choice.onExisting,
      },
      {
        onSuccess: (job) => {
          setJobId(job.id)
          setStep(3)
        },
      },
    )
  }
  const canGoOn =
    step === 1
      ? loaded?.fields.includes('phone')
      : choice.given === false || (choice.given === true && choice.consent.wording.trim() !== '')
  return (
    <Page title="Import contacts" crumbs={[{ label: 'Contacts', to: '/crm/contacts' }]} width="narrow">
      <StepBar current={step} />
      <div className="mt-5 flex flex-col gap-4">
        {step === 0 ? <UploadStep onFile={(file) => void open(file)} /> : null}
        {step === 1 && loaded ? (
          <MapStep
            preview={loaded.preview}
            name={loaded.file.name}
            fields={loaded.fields}
            onFields={(fields) => setLoaded({ ...loaded, fields })}
          />
        ) : null}
        {step === 2 ? <ConsentStep choice={choice} onChoice={setChoice} /> : null}
        {step === 3 && jobId ? <ResultStep jobId={jobId} onAgain={() => setStep(0)} /> : null}
        {start.isError && step === 2 ? (
          <p role="alert" className="rounded-md bg-bad-soft px-3 py-2.5 text-base text-bad-ink">
            {messageOf(start.error)}
          </p>
        ) : null}
        {step === 1 || step === 2 ? (
          <div className="flex justify-between gap-2">
            <Button onClick={() => setStep(step - 1)}>Back</Button>
            <Button
              variant="primary"
              disabled={!canGoOn}
              loading={start.isPending}
              onClick={() => (step === 2 ? run() : setStep(2))}
            >
              {step === 2 ? 'Start import' : 'Continue'}
            </Button>
          </div>
        ) : null}
      </div>
    </Page>
  )
}

function StepBar({ current }: { current: number }) {
  return (
    <ol className="flex items-center gap-2">
      {steps.map((name, index) => (
        <li
          key={name}
          aria-current={index === current ? 'step' : undefined}
          className="flex flex-1 items-center gap-2 last:flex-none"
        >
          <span
            className={cn(
              'nums grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold',
              index < current
                ? 'bg-rose text-on-rose'
                : index === current
                  ? 'bg-rose-soft text-rose-ink ring-2 ring-rose'
                  : 'bg-hover text-ink-faint',
            )}
          >
            {index < current ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
          </span>
          <span className={cn('text-base', index === current ? 'font-semibold' : 'text-ink-soft max-sm:sr-only')}>
            {name}
          </span>
          {index < steps.length - 1 ? <span className="mx-1 h-px flex-1 bg-line-strong" /> : null}
        </li>
      ))}
    </ol>
  )
}
