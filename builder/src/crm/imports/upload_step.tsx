import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'

const maxBytes = 100_000_000
const sample = 'phone,first name,last name,e-mail,tags\n+14155550132,Ada,Lovelace,ada@example.com,"vip,newsletter"\n'

/** Takes a CSV file, by drop or by choice. */
export function UploadStep({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const take = (file: File | undefined) => {
    if (!file) return
    if (file.size > maxBytes) setProblem('This file is over 100 MB. Split it and import the parts one after the other.')
    else if (file.size === 0) setProblem('This file is empty.')
    else if (!/\.(csv|tsv|txt)$/i.test(file.name))
      setProblem('This isn’t a CSV file. In a spreadsheet, save it as CSV.')
    else onFile(file)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cn(
        'flex flex-col items-center rounded-xl border-2 border-dashed px-6 py-14 text-center calm transition-colors',
        over ? 'border-rose bg-rose-soft' : 'border-line-strong bg-raised',
      )}
    >
      <span className="mb-4 grid size-13 place-items-center rounded-full bg-rose-soft text-rose-ink">
        <FileUp className="size-6" />
      </span>
      <p className="text-lg font-semibold">Drop a CSV file here</p>
      <p className="mt-1 max-w-sm text-base text-ink-soft">
        One row a person, with a column of phone numbers. Up to 100 MB.
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        <Button variant="primary" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <Button variant="ghost" onClick={() => saveSample()}>
          Get a sample
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => take(event.target.files?.[0])}
      />
      {problem ? (
        <p role="alert" className="mt-4 text-base text-bad-ink">
          {problem}
        </p>
      ) : null}
    </div>
  )
}

function saveSample() {
  const url = URL.createObjectURL(new Blob([sample], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'contacts-sample.csv'
  link.click()
  URL.revokeObjectURL(url)
}
