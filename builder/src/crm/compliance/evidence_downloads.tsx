import { FileBraces, FileDown } from 'lucide-react'
import { evidenceAddress } from '../../api/compliance.ts'
import { buttonLook } from '../../ui/button.tsx'

/** The evidence of one number as a file: a document for people, and the sealed pack for programs. */
export function EvidenceDownloads({ phone }: { phone: string }) {
  const name = `evidence-${phone.replaceAll(/\D/g, '')}`
  return (
    <span className="flex flex-wrap gap-1.5">
      <a href={evidenceAddress(phone, 'pdf')} download={`${name}.pdf`} className={buttonLook({ size: 'sm' })}>
        <FileDown aria-hidden /> PDF
      </a>
      <a href={evidenceAddress(phone, 'json')} download={`${name}.json`} className={buttonLook({ size: 'sm' })}>
        <FileBraces aria-hidden /> JSON
      </a>
    </span>
  )
}
