import type { MergeEstimate } from '@soniarose/messaging'
import { TriangleAlert } from 'lucide-react'
import { plural } from '../../../ui/format.ts'
import { sayPrice, textPrice } from '../text_price.ts'

interface MessageLengthProps {
  estimate: MergeEstimate
  /** Whether a file goes with it. */
  withMedia: boolean
  /** How many contacts the fields' values are from. */
  people: number
}

/** How many segments a text takes at most, what that costs, and what makes it dearer than it need be. */
export function MessageLength({ estimate, withMedia, people }: MessageLengthProps) {
  const { shortest, longest, longestText } = estimate
  const varies = shortest.segments !== longest.segments
  const unicode = longest.encoding === 'UCS-2'
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5 rounded-md border border-line px-3.5 py-3 text-sm">
      <div>
        <dt className="text-xs text-ink-faint">Length</dt>
        <dd className="nums mt-0.5 font-medium">
          {varies
            ? `${shortest.segments} to ${plural(longest.segments, 'segment')}`
            : plural(longest.segments, 'segment')}
        </dd>
        <dd className="nums text-xs text-ink-faint">
          {longest.unitsLeft} left at the longest{unicode ? ', Unicode' : ''}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-ink-faint">Costs about</dt>
        <dd className="nums mt-0.5 font-medium">{sayPrice(textPrice(longest.segments, withMedia))} each</dd>
        <dd
          className="nums text-xs text-ink-faint"
          title="Twilio’s list price in the US, July 2026, before carriers’ fees"
        >
          {sayPrice(textPrice(longest.segments, withMedia) * 1000)} a thousand{withMedia ? ', as MMS' : ''}, and fees
        </dd>
      </div>
      {unicode && longest.offending.length > 0 ? (
        <div className="col-span-2 flex items-start gap-2 text-warn-ink">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <dd>
            {longest.offending.slice(0, 6).join(' ')} can’t be sent in the plain alphabet: a segment then holds 70
            signs, not 160.
          </dd>
        </div>
      ) : null}
      {varies ? (
        <div className="col-span-2">
          <dt className="text-xs text-ink-faint">The longest that it gets, by {plural(people, 'contact')}</dt>
          <dd className="mt-0.5 line-clamp-4 wrap-anywhere text-ink-soft" title={longestText}>
            {longestText}
          </dd>
        </div>
      ) : null}
    </dl>
  )
}
