import { useState } from 'react'
import { useUpload } from '../../api/media.ts'
import { messageOf } from '../../api/problem.ts'
import type { MediaAsset } from '../../api/types.ts'
import { fileProblem } from './carrier_rules.ts'
import type { UploadState } from './upload_row.tsx'

let nextKey = 1

/**
 * Uploads under way, each with how far it is or why it failed; those that are done leave the list.
 * @param onDone told of each file as it is kept
 */
export function useUploads(onDone?: (asset: MediaAsset) => void) {
  const [uploads, setUploads] = useState<readonly UploadState[]>([])
  const upload = useUpload()
  const change = (key: number, next: Partial<UploadState>) =>
    setUploads((list) => list.map((item) => (item.key === key ? { ...item, ...next } : item)))
  const dismiss = (key: number) => setUploads((list) => list.filter((item) => item.key !== key))
  const add = (files: readonly File[]) => {
    for (const file of files) {
      const key = nextKey++
      const problem = fileProblem(file)
      setUploads((list) => [...list, { key, name: file.name, share: 0, problem }])
      if (problem) continue
      upload.mutateAsync({ file, onProgress: (share) => change(key, { share }) }).then(
        (asset) => {
          dismiss(key)
          onDone?.(asset)
        },
        (error: unknown) => change(key, { problem: messageOf(error) }),
      )
    }
  }
  return { uploads, add, dismiss }
}
