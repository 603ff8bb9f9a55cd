import { lazy, Suspense } from 'react'
import type { MediaAsset } from '../../api/types.ts'

const MediaPicker = lazy(async () => ({ default: (await import('./media_picker.tsx')).MediaPicker }))

/** Twilio takes no more with one message, and carriers pass on no more. */
export const MOST_FILES = 10

interface PickFilesProps {
  open: boolean
  /** Ids of the files that go with the text so far. */
  taken: readonly string[]
  onPick: (assets: MediaAsset[]) => void
  onClose: () => void
}

/** Chooses further files for one text, as many as there is room for; its code comes when it is first opened. */
export function PickFiles({ open, taken, onPick, onClose }: PickFilesProps) {
  if (!open) return null
  return (
    <Suspense>
      <MediaPicker taken={taken} room={MOST_FILES - taken.length} onPick={onPick} onClose={onClose} />
    </Suspense>
  )
}
