import { titleOf } from '@soniarose/graph'
import { contactName } from '../../../crm/shared/contact_text.ts'
import { SegmentsMeter } from '../../../crm/shared/segments_meter.tsx'
import { mediaAddress } from '../../../api/media_address.ts'
import type { Contact } from '../../../api/types.ts'
import { Bubble } from '../../../ui/bubble.tsx'
import { PhoneFrame } from '../../../ui/phone_frame.tsx'
import { Select } from '../../../ui/select.tsx'
import { useFormFacts } from '../form_context.tsx'
import { useMediaAssets } from '../lookups.ts'
import type { Rendered } from '../message_text.ts'

interface MessagePreviewProps {
  shown: Rendered
  mediaIds: readonly string[]
  people: readonly Contact[]
  person: Contact
  onPerson: (id: string) => void
}

/** More than so many nobody looks through. */
const MOST_PEOPLE = 50

/** The text as one contact would get it. */
export function MessagePreview({ shown, mediaIds, people, person, onPerson }: MessagePreviewProps) {
  const { graph, nodeId } = useFormFacts()
  const assets = useMediaAssets().data ?? []
  const node = graph.nodes.find((each) => each.id === nodeId)
  const files = mediaIds.flatMap((id) => assets.find((asset) => asset.id === id) ?? [])
  const images = files.filter((file) => file.contentType.startsWith('image/')).map((file) => mediaAddress(file.url))
  const others = files.filter((file) => !file.contentType.startsWith('image/'))
  const empty = shown.ok && shown.text.trim() === '' && files.length === 0
  return (
    <section aria-label="Preview" className="rounded-lg bg-sunken p-3">
      <div className="mb-2.5 flex items-center justify-between gap-2">
        <SegmentsMeter text={shown.ok ? shown.text : ''} />
        <Select
          label="Preview as"
          size="sm"
          value={person.id}
          onChange={onPerson}
          options={people.slice(0, MOST_PEOPLE).map((each) => ({ value: each.id, label: contactName(each) }))}
          className="w-36"
        />
      </div>
      <PhoneFrame
        title={graph.name || 'SoniaRose'}
        subtitle={node ? titleOf(node) : undefined}
        clock="9:41"
        className="mx-auto w-64"
      >
        <div className="min-h-28 p-3">
          {shown.ok && !empty ? (
            <Bubble side="in" images={images}>
              {shown.text}
            </Bubble>
          ) : (
            <p className="py-6 text-center text-sm text-ink-faint">
              {shown.ok ? 'The text appears here.' : shown.message}
            </p>
          )}
          {others.map((file) => (
            <p key={file.id} className="mt-1.5 truncate rounded-lg border border-line bg-raised px-3 py-2 text-sm">
              {file.name}
            </p>
          ))}
        </div>
      </PhoneFrame>
    </section>
  )
}
