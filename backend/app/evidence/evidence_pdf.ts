import PDFDocument from 'pdfkit'
import type { Link } from '#app/evidence/chain'
import type { EvidencePack } from '#app/evidence/evidence_pack'

const GREY = '#6b6b6b'
const INK = '#1f1d1d'
const ROSE = '#b4234f'

const TITLES: Record<Link['kind'], string> = {
  consent: 'Permission',
  text: 'Text to the contact',
  reply: 'Text from the contact',
  compliance: 'Compliance',
  suppression: 'Suppression',
}

/** The pack as a document for people: summary first, then every entry with its hash. Out: the file's bytes. */
export async function evidencePdf(pack: EvidencePack): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 48, info: { Title: `Evidence for ${pack.head.phone}` } })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<void>((resolve) => document.on('end', () => resolve()))
  writeSummary(document, pack)
  for (const [index, link] of pack.links.entries()) writeEntry(document, index, link)
  writeEnd(document, pack)
  document.end()
  await done
  return Buffer.concat(chunks)
}

type Page = PDFKit.PDFDocument

function writeSummary(page: Page, { head, summary }: EvidencePack) {
  page.fillColor(ROSE).fontSize(20).text('Evidence pack')
  page
    .moveDown(0.3)
    .fillColor(INK)
    .fontSize(12)
    .text(`${head.phone} · ${printable(head.workspace.name)}`)
  page.fillColor(GREY).fontSize(9).text(`Made ${head.madeAt}. Times are UTC.`)
  page.moveDown().fillColor(INK).fontSize(10)
  page.text(
    `${summary.consents} permissions recorded, ${summary.textsSent} texts sent, ${summary.textsKeptBack} kept back, ${summary.replies} replies.`,
  )
  for (const optOut of summary.optOuts) {
    const speed = optOut.latencyMs === null ? 'no permission was withdrawn' : `honoured after ${optOut.latencyMs} ms`
    page.text(
      `Opt-out ${optOut.at} ("${printable(optOut.text ?? '')}"): ${speed}; texts sent after it: ${optOut.textsAfter}.`,
    )
  }
  page.moveDown()
}

function writeEntry(page: Page, index: number, link: Link) {
  page
    .moveDown(0.6)
    .fillColor(INK)
    .fontSize(10)
    .text(`${index + 1}. ${TITLES[link.kind]} · ${link.at}`)
  for (const [name, value] of Object.entries(link.data)) {
    if (value === null || name === 'id') continue
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
    page
      .fillColor(GREY)
      .fontSize(8)
      .text(`${name}: `, { continued: true, indent: 12 })
      .fillColor(INK)
      .text(printable(shown))
  }
  page.fillColor(GREY).font('Courier').fontSize(6.5).text(link.hash, { indent: 12 }).font('Helvetica')
}

function writeEnd(page: Page, pack: EvidencePack) {
  page.moveDown().fillColor(INK).fontSize(9)
  page.text(
    'Each entry’s hash is the SHA-256 of the hash before it and of the entry itself, so a changed, added or removed entry breaks every hash after it.',
  )
  page.font('Courier').fontSize(7).text(`seal ${pack.seal}`).font('Helvetica')
}

/** The document's built-in fonts have Latin-1 only; anything else is written as its code point, never dropped. */
function printable(text: string): string {
  return Array.from(text, (char) =>
    (char.codePointAt(0) ?? 0) < 256 || '‘’“”–—…•€'.includes(char) ? char : `[U+${char.codePointAt(0)?.toString(16)}]`,
  ).join('')
}
